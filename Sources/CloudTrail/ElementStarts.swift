/// What the elements of a container begin with, each up to the end of its first key: `{"eventVersion"`.
///
/// An element that begins otherwise than those before it is looked at closely, and after damage these are what is
/// looked for.
struct ElementStarts: Sendable {
    /// How many are remembered. CloudTrail writes one; records whose keys were sorted begin in half a dozen ways.
    static let startsLimit = 8
    /// The longest that is remembered.
    static let startBytesLimit = 128
    /// How CloudTrail's own records begin, for a text whose first element is already damaged.
    static let usual = Array("{\"eventVersion\"".utf8)

    /// The beginnings of elements that were read strictly and found valid. The usual one is there from the start, so that
    /// in a small file the first record need not be read strictly.
    private var known = [usual]
    /// The beginning of the element that is being read.
    private var suspected: [UInt8] = []
    /// The length of the longest known beginning: so many bytes have to be there to compare with all of them.
    private(set) var longest = usual.count

    mutating func removeAll() {
        known.removeLast(known.count - 1)
        forgetSuspected()
    }

    mutating func forgetSuspected() {
        suspected.removeAll(keepingCapacity: true)
        longest = known.reduce(Self.usual.count) { max($0, $1.count) }
    }

    /// Whether an element that begins here begins like one before it.
    func areKnown(at place: Int, in window: borrowing LogWindow) -> Bool {
        for start in known where window.has(start[...], at: place) { return true }
        return false
    }

    /// Whether an element that begins here may yet turn out to begin like one before it, when more text is there.
    func mayBecomeKnown(at place: Int, in window: borrowing LogWindow) -> Bool {
        known.contains { Self.mayStand($0, at: place, in: window) }
    }

    /// Whether an element seems to begin here.
    func areLikely(at place: Int, in window: borrowing LogWindow) -> Bool {
        areKnown(at: place, in: window) || window.has(Self.usual[...], at: place)
            || !suspected.isEmpty && window.has(suspected[...], at: place)
    }

    /// Whether an element may seem to begin here when more text is there.
    func mayBecomeLikely(at place: Int, in window: borrowing LogWindow) -> Bool {
        mayBecomeKnown(at: place, in: window) || Self.mayStand(Self.usual, at: place, in: window)
            || Self.mayStand(suspected, at: place, in: window)
    }

    /// Whether the text ends inside something that begins as `start` does.
    private static func mayStand(_ start: [UInt8], at place: Int, in window: borrowing LogWindow) -> Bool {
        let available = window.end - place
        return available < start.count && window.has(start[..<available], at: place)
    }

    /// Remembers how an element begins that was found in order.
    mutating func learn(at place: Int, in window: borrowing LogWindow) {
        guard known.count < Self.startsLimit, let start = Self.start(at: place, before: window.end, in: window) else {
            return
        }
        known.append(start)
        longest = max(longest, start.count)
    }

    /// Remembers, until the next jump, how an element begins that is not in order, if its mistake comes later.
    mutating func suspect(at place: Int, mistakeAt mistake: Int, in window: borrowing LogWindow) {
        guard let start = Self.start(at: place, before: mistake, in: window) else { return }
        suspected = start
        longest = max(longest, start.count)
    }

    /// An object's text up to the end of its first key, if it has one of a sensible length.
    private static func start(at place: Int, before limit: Int, in window: borrowing LogWindow) -> [UInt8]? {
        let end = min(limit, window.end, place + startBytesLimit)
        guard place < end, window[place] == UInt8(ascii: "{") else { return nil }
        var index = place + 1
        while index < end, window[index].isJSONBlank { index += 1 }
        guard index < end, window[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        while index < end, window[index] != UInt8(ascii: "\"") { index += 1 }
        guard index < end else { return nil }
        return (place...index).map { window[$0] }
    }
}
