import CZlib

/// Bytes as a gzip file, made by zlib.
package enum Gzipped {
    package struct Failed: Error {}

    package static func bytes(_ content: some Sequence<UInt8>) throws -> [UInt8] {
        var input = Array(content)
        var stream = unsafe z_stream()
        // 31: a window of 32 KiB, and gzip's header and trailer.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            throw Failed()
        }
        defer { unsafe deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(input.count))))
        let result = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                return unsafe deflate(&stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { throw Failed() }
        return unsafe Array(output.prefix(Int(stream.total_out)))
    }
}
