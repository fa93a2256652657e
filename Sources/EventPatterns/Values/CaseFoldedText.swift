/// A text whose case does not count: each UTF-16 unit stands for its lower-case and its upper-case form.
///
/// The mapping is Java's full one without a locale, applied to the pattern only, so it is one-way: `straße` accepts
/// `STRASSE` (ß has the upper-case form SS), while `STRASSE` does not accept `straße`; a title-case letter does not
/// accept itself. A character beyond the basic plane is two units, and neither has a form of its own: each accepts a
/// question mark, so that `😀` accepts `??` and not itself.
///
/// Source: event-ruler's EqualsIgnoreCaseParser, java.lang.String.toLowerCase and toUpperCase with Locale.ROOT; EventBridge
/// was recorded to answer so (`fixtures/verdicts/aws-probes.jsonl`, `casefold-…`).
public struct CaseFoldedText: Hashable, Sendable {
    /// What one UTF-16 unit of the pattern accepts: the UTF-8 of its lower-case form or of its upper-case form.
    struct Unit: Hashable, Sendable {
        let lower: [UInt8]
        let upper: [UInt8]
    }

    /// The text as the pattern has it.
    public let text: [UInt8]
    /// The text in lower case where it is all ASCII, which allows for quick comparing; else nil.
    public let lowercasedASCII: [UInt8]?
    let units: [Unit]

    /// - Parameter text: UTF-8, in which a lone surrogate is three bytes (WTF-8).
    public init(_ text: [UInt8]) {
        self.text = text
        if text.allSatisfy({ $0 < 0x80 }) {
            lowercasedASCII = text.map(Self.lowercased)
            units = []
        } else {
            lowercasedASCII = nil
            units = Self.units(of: text)
        }
    }

    /// - Parameter value: a string's value.
    public func equals(_ value: Span<UInt8>) -> Bool {
        if let lowercasedASCII {
            return value.count == lowercasedASCII.count && Self.holds(lowercasedASCII, in: value, at: 0)
        }
        return endOfPrefix(in: value) == value.count
    }

    /// - Parameter value: a string's value.
    public func isPrefix(of value: Span<UInt8>) -> Bool {
        if let lowercasedASCII { return Self.holds(lowercasedASCII, in: value, at: 0) }
        return endOfPrefix(in: value) != nil
    }

    /// - Parameter value: a string's value.
    public func isSuffix(of value: Span<UInt8>) -> Bool {
        if let lowercasedASCII {
            return Self.holds(lowercasedASCII, in: value, at: value.count - lowercasedASCII.count)
        }
        var end = value.count
        for unit in units.reversed() {
            if value.holds(unit.lower.span, at: end - unit.lower.count) {
                end -= unit.lower.count
            } else if value.holds(unit.upper.span, at: end - unit.upper.count) {
                end -= unit.upper.count
            } else {
                return false
            }
        }
        return true
    }

    /// Neither form of any unit begins or ends with the other, so at most one of them fits at a place and the first
    /// that does is the right one.
    private func endOfPrefix(in value: Span<UInt8>) -> Int? {
        var start = 0
        for unit in units {
            if value.holds(unit.lower.span, at: start) {
                start += unit.lower.count
            } else if value.holds(unit.upper.span, at: start) {
                start += unit.upper.count
            } else {
                return nil
            }
        }
        return start
    }

    private static func holds(_ lowercased: [UInt8], in value: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, lowercased.count <= value.count - offset else { return false }
        for index in lowercased.indices where self.lowercased(value[offset + index]) != lowercased[index] {
            return false
        }
        return true
    }

    @inline(__always)
    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    /// A lone surrogate, which is three bytes here and no character, stands for itself.
    private static func units(of text: [UInt8]) -> [Unit] {
        var units: [Unit] = []
        var index = 0
        while index < text.count {
            let width = WTF8.width(ofSequenceAt: index, in: text)
            let bytes = Array(text[index..<index + width])
            index += width
            guard let scalar = WTF8.scalar(bytes) else {
                units.append(Unit(lower: bytes, upper: bytes))
                continue
            }
            guard scalar.value < 0x10000 else {
                let half = Unit(lower: [UInt8(ascii: "?")], upper: [UInt8(ascii: "?")])
                units += [half, half]
                continue
            }
            let properties = scalar.properties
            units.append(
                Unit(lower: Array(properties.lowercaseMapping.utf8), upper: Array(properties.uppercaseMapping.utf8)))
        }
        return units
    }
}
