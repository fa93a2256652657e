/// The part of a text that is still needed, in one piece: the element now being read and what has just arrived.
///
///     bytes   …"}},{"eventVersion":"1.08","userIde|ntity":{"type…        |          free |
///              ^ offset                        ^ old end, then new bytes ^ count
struct LogWindow: Sendable {
    /// How many bytes the window has: enough for zlib to run long, little enough for a core's own cache; more for a
    /// record that is longer than CloudTrail's own, and then at once as much as the longest needs, since growing in
    /// small steps would hold two windows of almost that size while one is copied to the other.
    static let sizes = [256 << 10, 1 << 20, LogReader.recordBytesLimit + (256 << 10)]
    /// How much room the next bytes have at least.
    static let roomBytesLeast = 64 << 10

    /// The text, and behind it the room.
    private(set) var bytes: [UInt8] = []
    /// How many of the bytes are text; the rest is room.
    private(set) var count = 0
    /// Where the first byte stands in the whole text.
    private(set) var offset = 0

    /// Where the text known so far ends, in the whole text.
    var end: Int { offset + count }

    /// Where in ``bytes`` a range of the whole text stands, which must lie in the window.
    func places(_ range: Range<Int>) -> Range<Int> {
        range.lowerBound - offset..<range.upperBound - offset
    }

    subscript(place: Int) -> UInt8 { bytes[place - offset] }

    /// Whether some bytes stand in a place of the whole text, as far as it is known.
    func has(_ other: ArraySlice<UInt8>, at place: Int) -> Bool {
        guard end - place >= other.count else { return false }
        return bytes.span.extracting(places(place..<place + other.count)).elementsEqual(other)
    }

    mutating func reset() {
        (count, offset) = (0, 0)
        // What one long record needed is not kept for the next hundred thousand files.
        if bytes.count > Self.sizes[0] { bytes = [] }
    }

    /// Forgets what stands before `start` and lets `fill` write behind the rest; returns how much it wrote.
    mutating func extend<Failure: Error>(
        keepingFrom start: Int, by fill: (inout MutableSpan<UInt8>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        makeRoom(keepingFrom: start)
        let text = count
        var span = bytes.mutableSpan
        var room = span._mutatingExtracting(droppingFirst: text)
        let written = try fill(&room)
        count += written
        return written
    }

    private mutating func makeRoom(keepingFrom start: Int) {
        let kept = end - start
        let wanted = kept + Self.roomBytesLeast
        if bytes.count < wanted || bytes.isEmpty {
            let size = Self.sizes.first { $0 >= wanted } ?? wanted
            var larger = [UInt8](repeating: 0, count: size)
            larger.replaceSubrange(..<kept, with: bytes[(count - kept)..<count])
            bytes = larger
        } else if kept < count {
            bytes.moveToFront(from: count - kept, count: kept)
        }
        offset = start
        count = kept
    }
}

extension [UInt8] {
    /// Moves some of the bytes to the front; the two places may overlap.
    fileprivate mutating func moveToFront(from start: Int, count: Int) {
        unsafe withUnsafeMutableBytes { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
        }
    }
}
