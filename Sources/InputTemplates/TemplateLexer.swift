import JSONText

/// Finds the placeholders of a template; of JSON it knows only the quotes.
///
/// Only `<[A-Za-z0-9_-]+>` and `<aws.…>`, `<relay.…>` are placeholders. Slack's `<https://…|label>`, `<@U…>` and
/// `<!here>` are not; EventBridge documents no way to write a literal `<`, so every other `<…>` inside a string is
/// recorded.
struct TemplateLexer {
    struct Token: Hashable {
        var name: String
        /// Angle brackets included.
        var range: Range<Int>
        var isQuoted: Bool
    }

    private(set) var placeholders: [Token] = []
    /// Each `<…>` inside a string that is not a placeholder and stays as it is.
    private(set) var literals: [Token] = []

    init(_ text: [UInt8]) {
        var isQuoted = false
        var offset = 0
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                offset += 1
            case UInt8(ascii: "\\") where isQuoted: offset += 2
            case UInt8(ascii: "<"):
                let token = Self.token(in: text, at: offset, isQuoted: isQuoted)
                if let token, Self.isPlaceholder(token.name) {
                    placeholders.append(token)
                    offset = token.range.upperBound
                } else {
                    // What a literal encloses may still be a placeholder: `<https://<host>/|open>`.
                    if let token, isQuoted { literals.append(token) }
                    offset += 1
                }
            default: offset += 1
            }
        }
    }

    /// The `<…>` that begins at `start`, if it ends before the string or the line does.
    static func token(in text: [UInt8], at start: Int, isQuoted: Bool) -> Token? {
        var depth = 0
        for end in start..<text.count {
            switch text[end] {
            case UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: ">"):
                depth -= 1
                guard depth == 0 else { continue }
                return Token(
                    name: String(decoding: text[(start + 1)..<end], as: UTF8.self), range: start..<end + 1,
                    isQuoted: isQuoted)
            case UInt8(ascii: "\""), 0x0A: return nil
            default: continue
            }
        }
        return nil
    }

    /// Whether a name between angle brackets makes them a placeholder, defined or not.
    static func isPlaceholder(_ name: String) -> Bool {
        guard !name.isEmpty else { return false }
        let isReserved = reservedPrefixes.contains { name.lowercased().hasPrefix($0) }
        return name.utf8.allSatisfy { isNameByte($0) || isReserved && $0 == UInt8(ascii: ".") }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let reservedPrefixes = ["aws.", "relay."]
}
