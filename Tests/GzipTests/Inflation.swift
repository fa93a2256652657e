import Gzip

/// What came out of some data, and the error that ended it, if one did.
struct Inflation: Hashable {
    var content: [UInt8] = []
    var error: GzipError?

    init(
        _ data: [UInt8], inputChunkBytes: Int = 1 << 20, outputChunkBytes: Int = 1 << 16, limit: Int = 1 << 20
    ) {
        do throws(GzipError) {
            var inflater = try Inflater(contentBytesLimit: limit)
            try inflate(data, with: &inflater, inputChunkBytes, outputChunkBytes)
        } catch {
            self.error = error
        }
    }

    init(_ data: [UInt8], reusing inflater: inout Inflater, limit: Int = 1 << 20) {
        inflater.reset(contentBytesLimit: limit)
        do throws(GzipError) {
            try inflate(data, with: &inflater, 1 << 20, 1 << 16)
        } catch {
            self.error = error
        }
    }

    private mutating func inflate(
        _ data: [UInt8], with inflater: inout Inflater, _ inputChunkBytes: Int, _ outputChunkBytes: Int
    ) throws(GzipError) {
        var buffer = [UInt8](repeating: 0, count: outputChunkBytes)
        var start = 0
        while start < data.count {
            let end = min(start + inputChunkBytes, data.count)
            var taken = start
            repeat {
                var output = buffer.mutableSpan
                let step = try inflater.inflate(data.span.extracting(taken..<end), into: &output)
                taken += step.taken
                content += buffer[..<step.produced]
            } while inflater.hasMore
            precondition(taken == end)
            start = end
        }
        try inflater.finish()
    }
}
