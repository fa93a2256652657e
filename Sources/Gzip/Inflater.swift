internal import CChecksum
import CZlib

/// Inflates gzip data that arrives in chunks of any size into a buffer of the caller's, and stays within a limit.
///
/// ```swift
/// var inflater = try Inflater(contentBytesLimit: 1 << 32)
/// for chunk in chunks {
///     var taken = 0
///     repeat {
///         var output = buffer.mutableSpan
///         let step = try inflater.inflate(chunk.span.extracting(droppingFirst: taken), into: &output)
///         taken += step.taken
///         use(buffer.span.extracting(first: step.produced))
///     } while inflater.hasMore
/// }
/// try inflater.finish()
/// ```
///
/// Any number of members may follow one another, each with or without the optional header fields, and zero bytes may
/// fill up the end (RFC 1952; the padding is what tape archives and `tar` leave). Data that does not begin with
/// gzip's first byte, 0x1F, is taken as not compressed and copied; no JSON text begins so.
///
/// An error is thrown by itself, never together with content: by the time a call throws, all content before the
/// damage has been handed out. The checksum stands behind the content, so content must not be trusted to the full
/// before ``finish()`` returns.
@safe public struct Inflater: ~Copyable {
    /// What one call did.
    public struct Step: Hashable, Sendable {
        /// How many bytes of the input were used up.
        public let taken: Int
        /// How many bytes of content now stand at the start of the output.
        public let produced: Int
    }

    /// How many bytes of content may come out.
    public private(set) var contentBytesLimit: Int
    /// Compressed bytes taken so far.
    public private(set) var offset = 0
    /// Bytes of content handed out so far.
    public private(set) var contentBytes = 0
    /// Whether content may be waiting that the last output had no room for: call again, if with nothing new.
    public private(set) var hasMore = false

    /// Allocated once and never moved, since zlib's own state points back at it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var phase = Phase.start
    /// Where the member now being read begins.
    private var memberStart = 0
    /// Whether its header is still being read: zlib checks the header's own checksum, and nothing behind it.
    private var isInHeader = false
    private var trailer = GzipTrailer()
    private var failure: GzipError?

    private enum Phase { case start, plain, member, betweenMembers, padding }

    /// - Parameter contentBytesLimit: how many bytes may come out before it is an error. Deflate reaches a ratio of
    ///   1,032 to 1, so that a small file can be made to fill any disk.
    /// - Throws: ``GzipError/Reason/unavailable``.
    public init(contentBytesLimit: Int) throws(GzipError) {
        self.contentBytesLimit = max(contentBytesLimit, 0)
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe inflateInit2_(
            stream, Self.gzipWindowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            unsafe stream.deallocate()
            throw GzipError(.unavailable, at: 0)
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The largest window that deflate allows, plus 16: gzip's wrapping and no other. Source: zlib.h, `inflateInit2`.
    private static let gzipWindowBits: Int32 = 15 + 16

    /// Begins anew with other data, keeping what was allocated: for many small files.
    public mutating func reset(contentBytesLimit: Int) {
        self.contentBytesLimit = max(contentBytesLimit, 0)
        (offset, contentBytes, memberStart) = (0, 0, 0)
        (hasMore, phase, failure) = (false, .start, nil)
        unsafe inflateReset(stream)
    }

    /// Inflates until the input is used up or the output is full.
    ///
    /// - Parameters:
    ///   - input: the data from ``offset`` on.
    ///   - output: where the content goes; an empty one makes no progress.
    /// - Throws: ``GzipError``; the same one again if called again.
    public mutating func inflate(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(GzipError) -> Step
    {
        if let failure { throw failure }
        let start = (offset, contentBytes)
        do throws(GzipError) {
            try advance(input, into: &output)
        } catch {
            failure = error
            hasMore = contentBytes > start.1
            if !hasMore { throw error }
        }
        return Step(taken: offset - start.0, produced: contentBytes - start.1)
    }

    /// Ends the data.
    ///
    /// - Throws: ``GzipError/Reason/truncated`` if a member has not ended; an error met before.
    public mutating func finish() throws(GzipError) {
        if let failure { throw failure }
        guard phase == .member else { return }
        let error = GzipError(.truncated, at: offset)
        failure = error
        throw error
    }

    private mutating func advance(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(GzipError) {
        let (inputStart, contentStart) = (offset, contentBytes)
        hasMore = false
        while true {
            let rest = input.extracting((offset - inputStart)...)
            let filled = contentBytes - contentStart
            switch phase {
            case .start, .betweenMembers, .padding:
                guard !rest.isEmpty else { return }
                try beginMember(rest)
            case .plain:
                hasMore = !rest.isEmpty
                guard !rest.isEmpty, filled < output.count else { return }
                try copy(rest, into: &output, from: filled)
            case .member:
                guard filled < output.count else {
                    hasMore = true
                    return
                }
                let before = (offset, contentBytes)
                try inflateMember(rest, into: &output, from: filled)
                guard phase != .member || (offset, contentBytes) != before else { return }
            }
        }
    }

    /// Decides by the next byte what follows: a member, padding, or uncompressed data.
    private mutating func beginMember(_ rest: Span<UInt8>) throws(GzipError) {
        let magic: UInt8 = 0x1F
        switch (phase, rest[0]) {
        case (_, magic):
            if phase != .start { unsafe inflateReset(stream) }
            unsafe inflateValidate(stream, 1)
            memberStart = offset
            isInHeader = true
            trailer = GzipTrailer()
            phase = .member
        case (.start, _): phase = .plain
        case (_, 0):
            phase = .padding
            var zeros = 1
            while zeros < rest.count, rest[zeros] == 0 { zeros += 1 }
            offset += zeros
        case (_, let byte): throw GzipError(.trailingGarbage(byte), at: offset)
        }
    }

    private mutating func copy(
        _ rest: Span<UInt8>, into output: inout MutableSpan<UInt8>, from filled: Int
    ) throws(GzipError) {
        let count = min(rest.count, output.count - filled, contentBytesLimit - contentBytes)
        guard count > 0 else { throw GzipError(.contentTooLong(limit: contentBytesLimit), at: offset) }
        unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe rest.withUnsafeBufferPointer { rest in
                let (target, source) = unsafe (output[filled..<filled + count], rest[..<count])
                _ = unsafe UnsafeMutableBufferPointer(rebasing: target).update(from: source)
            }
        }
        offset += count
        contentBytes += count
    }

    private mutating func inflateMember(
        _ rest: Span<UInt8>, into output: inout MutableSpan<UInt8>, from filled: Int
    ) throws(GzipError) {
        let room = min(output.count - filled, contentBytesLimit - contentBytes)
        let (status, taken, produced) =
            room > 0
            ? unsafe output.withUnsafeMutableBufferPointer { unsafe run(rest, $0.extracting(filled..<filled + room)) }
            : runBeyondLimit(rest)
        offset += taken
        trailer.add(data: rest.extracting(..<taken))
        guard room > 0 || produced == 0 else { throw GzipError(.contentTooLong(limit: contentBytesLimit), at: offset) }
        contentBytes += produced
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            if let error = trailer.error(endingAt: offset) { throw error }
            phase = .betweenMembers
        default: throw error(status)
        }
    }

    /// Once the limit is reached, one spare byte of output shows whether the member ends here or has more content.
    private mutating func runBeyondLimit(_ rest: Span<UInt8>) -> (status: Int32, taken: Int, produced: Int) {
        var spare: [UInt8] = [0]
        return unsafe spare.withUnsafeMutableBufferPointer { unsafe run(rest, $0) }
    }

    /// The bit of `data_type` that tells that zlib has stopped behind a header or block. Source: zlib.h, `inflate`.
    private static let isBehindHeaderOrBlock: Int32 = 128

    /// One call of zlib's `inflate`, which counts in 32 bits.
    private mutating func run(
        _ input: Span<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> (status: Int32, taken: Int, produced: Int) {
        unsafe input.withUnsafeBufferPointer { input in
            let available = UInt32(clamping: input.count)
            let room = UInt32(clamping: output.count)
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.avail_in = available
            unsafe stream.pointee.next_out = output.baseAddress
            unsafe stream.pointee.avail_out = room
            // The first call stops behind the header, where zlib's own checks end and those of the trailer begin.
            let status = unsafe CZlib.inflate(stream, isInHeader ? Z_BLOCK : Z_NO_FLUSH)
            let produced = unsafe Int(room - stream.pointee.avail_out)
            if isInHeader, unsafe stream.pointee.data_type & Self.isBehindHeaderOrBlock != 0 {
                isInHeader = false
                unsafe inflateValidate(stream, 0)
            }
            unsafe trailer.add(content: UnsafeBufferPointer(output.extracting(..<produced)))
            return unsafe (status, Int(available - stream.pointee.avail_in), produced)
        }
    }

    /// zlib gives one status for all data errors; only the message differs. The messages have not changed since 1.2.0
    /// (`inflate.c`).
    private func error(_ status: Int32) -> GzipError {
        guard status == Z_DATA_ERROR else { return GzipError(.unavailable, at: offset) }
        let detail = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "unknown reason"
        switch detail {
        case "incorrect header check" where memberStart > 0:
            return GzipError(.trailingGarbage(0x1F), at: memberStart)
        case "incorrect header check", "unknown compression method", "unknown header flags set",
            "header crc mismatch":
            return GzipError(.badHeader(detail: detail), at: offset)
        default: return GzipError(.damaged(detail: detail), at: offset)
        }
    }
}

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
