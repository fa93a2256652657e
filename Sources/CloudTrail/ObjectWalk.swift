internal import Glibc

/// Goes through an object's members one after the other and passes over their values.
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
        guard text[place] == UInt8(ascii: "\""), let key = passString(in: text) else { return nil }
        passBlanks(in: text)
        guard place < text.count, text[place] == UInt8(ascii: ":") else { return nil }
        place += 1
        passBlanks(in: text)
        let start = place
        guard passValue(in: text) else { return nil }
        return Member(key: key.content, keyHasEscapes: key.hasEscapes, value: start..<place)
    }

    private mutating func end() -> Member? {
        isComplete = true
        return nil
    }

    private mutating func passBlanks(in text: Span<UInt8>) {
        while place < text.count, text[place].isJSONBlank { place += 1 }
    }

    /// Passes over the string that begins here.
    private mutating func passString(in text: Span<UInt8>) -> (content: Range<Int>, hasEscapes: Bool)? {
        let start = place + 1
        place = start
        var hasEscapes = false
        while let quote = text.firstIndex(of: UInt8(ascii: "\""), from: place) {
            place = quote + 1
            // A quotation mark counts unless an odd number of backslashes stands before it.
            var backslash = quote
            while backslash > start, text[backslash - 1] == UInt8(ascii: "\\") { backslash -= 1 }
            if (quote - backslash) % 2 == 0 {
                if !hasEscapes, quote - start <= Self.keyBytesToCheck {
                    hasEscapes = text.firstIndex(of: UInt8(ascii: "\\"), from: start, to: quote) != nil
                }
                return (start..<quote, hasEscapes)
            }
            hasEscapes = true
        }
        return nil
    }

    /// A key longer than this is none that anybody looks for, however it is spelt: `\u0061` takes six bytes for one.
    private static let keyBytesToCheck = 6 * 18

    private mutating func passValue(in text: Span<UInt8>) -> Bool {
        guard place < text.count else { return false }
        switch text[place] {
        case UInt8(ascii: "\""): return passString(in: text) != nil
        case UInt8(ascii: "{"), UInt8(ascii: "["): return passBrackets(in: text)
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

    private mutating func passBrackets(in text: Span<UInt8>) -> Bool {
        var depth = 0
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "\""):
                guard passString(in: text) != nil else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    place += 1
                    return true
                }
            default: break
            }
            place += 1
        }
        return false
    }
}

extension Span<UInt8> {
    /// Where a byte stands next; the system's own search, since most of a record is inside strings.
    func firstIndex(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
        let end = end ?? count
        guard start < end else { return nil }
        // `memchr` reads `end - start` bytes, all of them inside the span.
        return unsafe extracting(start..<end).withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = unsafe memchr(base, Int32(byte), bytes.count) else {
                return nil
            }
            return unsafe start + (UnsafeRawPointer(found) - base)
        }
    }
}
