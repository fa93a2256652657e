internal import CChecksum

/// The checksum and length at the end of a gzip member, verified while the content goes by.
///
///     CRC-32 of the content | its length modulo 2^32          four bytes each, the lowest first
///
/// zlib would check it too, but takes a fifth of the time of inflating for it. Source: RFC 1952, section 2.3.1.
struct GzipTrailer: Sendable {
    /// The checksum of the content so far.
    private(set) var checksum: UInt32 = 0
    private var length: UInt32 = 0
    /// The last eight bytes of the member so far, the first of them lowest.
    private var lastBytes: UInt64 = 0

    /// How many bytes it has.
    static let byteCount = 8

    mutating func add(content: UnsafeBufferPointer<UInt8>) {
        // Reads the bytes of the buffer and no others.
        checksum = unsafe cck_crc32(checksum, content.baseAddress, content.count)
        length &+= UInt32(truncatingIfNeeded: content.count)
    }

    /// Remembers the member's latest bytes: once the member has ended, the last eight are its trailer.
    mutating func add(data: Span<UInt8>) {
        for index in max(0, data.count - Self.byteCount)..<data.count {
            lastBytes = lastBytes >> 8 | UInt64(data[index]) << 56
        }
    }

    /// What is wrong at the end of the member.
    ///
    /// - Parameter end: where the member ends.
    func error(endingAt end: Int) -> GzipError? {
        if UInt32(truncatingIfNeeded: lastBytes) != checksum { return GzipError(.wrongChecksum, at: end - 8) }
        if UInt32(truncatingIfNeeded: lastBytes >> 32) != length { return GzipError(.wrongLength, at: end - 4) }
        return nil
    }
}
