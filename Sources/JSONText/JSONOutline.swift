/// The members of one object: where their keys and values lie, found in one pass along the text's block masks.
///
/// Read once, it serves all that want to know something of the same record: what its envelope repeats, and what
/// patterns ask for. Kept for reuse from object to object.
///
/// ```swift
/// var outline = JSONOutline()
/// outline.read(record)
/// for member in outline.members where record.extracting(member.key)… { }
/// ```
///
/// Keys, colons and commas are looked at; what is inside values is not, beyond brackets and quotation marks.
public struct JSONOutline: Sendable {
    /// Where a key and its value stand, in bytes from the start of the text.
    public struct Member: Hashable, Sendable {
        private let keyStart: Int32
        private let keyEnd: Int32
        private let valueStart: Int32
        private let valueEnd: Int32
        /// Whether a backslash stands in the key.
        public let keyHasEscapes: Bool

        /// Between the quotation marks.
        public var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
        /// Quotation marks and brackets included.
        public var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

        fileprivate init(key: Range<Int>, keyHasEscapes: Bool, value: Range<Int>) {
            (keyStart, keyEnd) = (Int32(truncatingIfNeeded: key.lowerBound), Int32(truncatingIfNeeded: key.upperBound))
            valueStart = Int32(truncatingIfNeeded: value.lowerBound)
            valueEnd = Int32(truncatingIfNeeded: value.upperBound)
            self.keyHasEscapes = keyHasEscapes
        }
    }

    /// In the order of the text, duplicate keys included.
    public private(set) var members: [Member] = []
    /// Whether the text is one object and nothing else; only then are all members there.
    public private(set) var isWhole = false
    private var map = JSONBlockMap()

    /// The outline of no object yet.
    public init() {}

    /// The blocks of the text.
    public var blocks: [JSONBlock] { map.blocks }

    /// Reads a text in place of the one before.
    public mutating func read(_ text: Span<UInt8>) {
        members.removeAll(keepingCapacity: true)
        isWhole = false
        guard text.count < Int(Int32.max) else { return }
        map.read(text)
        // A second reference, so that reading the blocks and adding members do not overlap.
        let blocks = map.blocks
        isWhole = readMembers(of: text, blocks.span)
    }

    private mutating func readMembers(of text: Span<UInt8>, _ blocks: Span<JSONBlock>) -> Bool {
        var place = text.placeAfterBlanks(from: 0)
        guard text.byte(at: place) == UInt8(ascii: "{") else { return false }
        place = text.placeAfterBlanks(from: place &+ 1)
        if text.byte(at: place) == UInt8(ascii: "}") { return text.placeAfterBlanks(from: place &+ 1) == text.count }
        while true {
            guard text.byte(at: place) == UInt8(ascii: "\""), let keyEnd = blocks.quote(from: place &+ 1) else {
                return false
            }
            let key = place &+ 1..<keyEnd
            place = text.placeAfterBlanks(from: keyEnd &+ 1)
            guard text.byte(at: place) == UInt8(ascii: ":") else { return false }
            place = text.placeAfterBlanks(from: place &+ 1)
            guard let end = text.endOfValue(from: place, blocks) else { return false }
            members.append(Member(key: key, keyHasEscapes: blocks.hasBackslash(in: key), value: place..<end))
            place = text.placeAfterBlanks(from: end)
            if text.byte(at: place) == UInt8(ascii: "}") {
                return text.placeAfterBlanks(from: place &+ 1) == text.count
            }
            guard text.byte(at: place) == UInt8(ascii: ",") else { return false }
            place = text.placeAfterBlanks(from: place &+ 1)
        }
    }
}

extension Span<UInt8> {
    /// A byte, or zero past the end.
    @inlinable @inline(__always)
    public func byte(at index: Int) -> UInt8 { index < count ? self[index] : 0 }

    /// The first place at or after `start` that holds no JSON white space.
    @inlinable @inline(__always)
    public func placeAfterBlanks(from start: Int) -> Int {
        var index = start
        while index < count, self[index] <= 0x20,
            self[index] == 0x20 || self[index] == 0x0A || self[index] == 0x0D || self[index] == 0x09
        {
            index &+= 1
        }
        return index
    }

    /// Where a number, `true`, `false` or `null` ends that begins at `start`.
    @inlinable @inline(__always)
    public func endOfWord(from start: Int) -> Int {
        var index = start
        while index < count {
            switch self[index] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: return index
            default: index &+= 1
            }
        }
        return index
    }

    /// The place behind the value that begins at `start`; nil where there is none or it does not end.
    @inline(__always)
    fileprivate func endOfValue(from start: Int, _ blocks: Span<JSONBlock>) -> Int? {
        switch byte(at: start) {
        case UInt8(ascii: "\""): return blocks.quote(from: start &+ 1).map { $0 &+ 1 }
        case UInt8(ascii: "{"), UInt8(ascii: "["): return blocks.closingBracket(of: start).map { $0 &+ 1 }
        default:
            let end = endOfWord(from: start)
            return end > start ? end : nil
        }
    }
}
