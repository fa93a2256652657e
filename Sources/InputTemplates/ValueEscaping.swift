import JSONText

/// How the values of a template's variables are written into a body, as the reader of the body needs it.
///
/// A value may be text that an attacker has chosen. JSON's own escaping keeps it inside its string. A destination that
/// gives some characters a meaning of their own (a mention, a link) implements this protocol to remove that meaning.
public protocol ValueEscaping: Sendable {
    /// How strings are written at a placeholder.
    func strings(at place: PlaceholderPlace) -> any StringEscaping

    /// Whether the value of a placeholder says who is notified, as in `<@<user>>`. It is written as it is then.
    func valueDecidesRecipient(at place: PlaceholderPlace) -> Bool
}

/// How strings are written at one place of a body.
public protocol StringEscaping: Sendable {
    /// Whether the strings inside of an object or a list are written so as well; else it is inserted as it is.
    var reachesIntoStructures: Bool { get }

    /// Appends a string's value as JSON text without quotes.
    ///
    /// - Parameter value: UTF-8, in which a lone surrogate that JSON spelt is three bytes (WTF-8).
    func append(_ value: [UInt8], to output: inout [UInt8])
}

/// Where a placeholder stands in a template, as far as escaping may depend on it.
public struct PlaceholderPlace: Hashable, Sendable {
    /// A member of an object that holds the placeholder, at some depth.
    public struct Member: Hashable, Sendable {
        /// The member's key, escapes resolved.
        public var key: String
        /// The object's `type`, where it has exactly one, which is a string without placeholders.
        public var objectType: String?

        /// - Parameter objectType: As ``objectType``.
        public init(key: String, objectType: String?) {
            self.key = key
            self.objectType = objectType
        }
    }

    /// From the root down; elements of lists have no entry. Empty in a template that is text, and for a value that is
    /// the whole template.
    public var members: [Member] = []
    /// Whether it is part of a member's key.
    public var isKey = false
    /// The characters of its own string before it, one byte each: escapes resolved, 0 for any beyond ASCII that an escape
    /// spells. Other placeholders are left out. Empty for a placeholder that is not in a string.
    public var textBefore: [UInt8] = []
    /// The same after it.
    public var textAfter: [UInt8] = []

    /// A placeholder that stands outside any object and any string.
    public init() {}
}

/// Escapes values for JSON only: whatever a value holds, it stays inside its string.
public struct JSONEscaping: ValueEscaping, StringEscaping {
    /// There is nothing to configure.
    public init() {}

    /// The same escaping at every place.
    public func strings(at place: PlaceholderPlace) -> any StringEscaping { self }

    /// Never: JSON itself notifies nobody.
    public func valueDecidesRecipient(at place: PlaceholderPlace) -> Bool { false }

    /// No: the strings inside of an object or a list are JSON already.
    public var reachesIntoStructures: Bool { false }

    /// A lone surrogate is spelt as the escape it came from.
    public func append(_ value: [UInt8], to output: inout [UInt8]) {
        var start = 0
        for index in value.indices where value[index] == 0xED {
            // In UTF-8 the byte after 0xED is below 0xA0; above it is a surrogate, see JSONString.appendValue.
            guard index + 2 < value.count, value[index + 1] >= 0xA0 else { continue }
            JSONString.appendText(of: value[start..<index], to: &output)
            let unit = 0xD000 | (UInt32(value[index + 1]) & 0x3F) << 6 | UInt32(value[index + 2]) & 0x3F
            output.append(contentsOf: "\\u\(String(unit, radix: 16))".utf8)
            start = index + 3
        }
        JSONString.appendText(of: value[start...], to: &output)
    }
}
