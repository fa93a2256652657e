import Gzip

/// Inflates what libFuzzer makes up, whole and in chunks: the content and the error are the same, and within the limit.
///
/// The first byte says how large the chunks are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGzip(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let first = input.first else { return 0 }
    let data = Array(input.dropFirst())
    let limit = 1 << 18
    let whole = inflate(data, chunkBytes: max(data.count, 1), limit: limit)
    let cut = inflate(data, chunkBytes: Int(first) + 1, limit: limit)
    precondition(whole.content == cut.content && whole.error == cut.error, "the cuts make a difference")
    precondition(whole.content.count <= limit, "more content than the limit")
    return 0
}

private func inflate(_ data: [UInt8], chunkBytes: Int, limit: Int) -> (content: [UInt8], error: GzipError?) {
    var content: [UInt8] = []
    do throws(GzipError) {
        var inflater = try Inflater(contentBytesLimit: limit)
        var buffer = [UInt8](repeating: 0, count: 4_096)
        for start in stride(from: 0, to: data.count, by: chunkBytes) {
            let end = min(start + chunkBytes, data.count)
            var taken = start
            repeat {
                var output = buffer.mutableSpan
                let step = try inflater.inflate(data.span.extracting(taken..<end), into: &output)
                taken += step.taken
                content += buffer[..<step.produced]
            } while inflater.hasMore
            precondition(taken == end, "input left over")
        }
        try inflater.finish()
    } catch {
        return (content, error)
    }
    return (content, nil)
}
