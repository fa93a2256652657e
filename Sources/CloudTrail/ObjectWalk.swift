internal import JSONText

/// Goes through an object's members one after the other and passes over their values, along the text's block masks.
struct ObjectWalk: Sendable {
    struct Member {
        /// Between the quotation marks.
        let key: Range<Int>
        let keyHasEscapes: Bool
        /// Quotation marks and brackets included.
        let value: Range<Int>
    }

    /// Whether the object's closing bracket has been reached.
    private(set) var isComplete = false
    private var place = 0
    private var hasBegun = false
    private var map = JSONBlockMap()

    /// - Parameter text: that of the object, and the one to be handed to ``next(in:)``.
    init(_ text: Span<UInt8>) { map.read(text) }

    /// The next member; nil at the end of the object, and where the text is not an object.
    mutating func next(in text: Span<UInt8>) -> Member? {
        let opening = hasBegun ? UInt8(ascii: ",") : UInt8(ascii: "{")
        passBlanks(in: text)
        guard place < text.count else { return nil }
        if hasBegun, text[place] == UInt8(ascii: "}") { return end() }
        guard text[place] == opening else { return nil }
        place += 1
        passBlanks(in: text)
        guard place < text.count else { return nil }
        if !hasBegun, text[place] == UInt8(ascii: "}") { return end() }
        hasBegun = true
        guard text[place] == UInt8(ascii: "\""), let key = passString() else { return nil }
        passBlanks(in: text)
        guard place < text.count, text[place] == UInt8(ascii: ":") else { return nil }
        place += 1
        passBlanks(in: text)
        let start = place
        guard passValue(in: text) else { return nil }
        return Member(key: key, keyHasEscapes: map.blocks.span.hasBackslash(in: key), value: start..<place)
    }

    private mutating func end() -> Member? {
        isComplete = true
        return nil
    }

    private mutating func passBlanks(in text: Span<UInt8>) {
        while place < text.count, text[place].isJSONBlank { place += 1 }
    }

    /// Passes over the string that begins here.
    private mutating func passString() -> Range<Int>? {
        guard let end = map.blocks.span.quote(from: place + 1) else { return nil }
        let content = place + 1..<end
        place = end + 1
        return content
    }

    private mutating func passValue(in text: Span<UInt8>) -> Bool {
        guard place < text.count else { return false }
        switch text[place] {
        case UInt8(ascii: "\""): return passString() != nil
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard let end = map.blocks.span.closingBracket(of: place) else { return false }
            place = end + 1
            return true
        default:
            let start = place
            while place < text.count, text[place] != UInt8(ascii: ","), text[place] != UInt8(ascii: "}"),
                !text[place].isJSONBlank
            {
                place += 1
            }
            return place > start
        }
    }
}
