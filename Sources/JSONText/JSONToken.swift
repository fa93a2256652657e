/// One token of JSON text: what it is and which bytes it covers.
public struct JSONToken: Hashable, Sendable {
    /// What a token is; commas and colons are not handed out.
    public enum Kind: UInt8, Hashable, Sendable {
        case beginObject, endObject, beginArray, endArray
        case key, string, number, `true`, `false`, null
    }

    /// What the token is.
    public let kind: Kind
    /// Byte offsets from the start of the text; for keys and strings, of what stands between the quotes.
    public let range: Range<Int>
    /// Whether a key or string holds a backslash, so that its value differs from its bytes.
    public let hasEscapes: Bool

    init(_ kind: Kind, _ range: Range<Int>, hasEscapes: Bool = false) {
        self.kind = kind
        self.range = range
        self.hasEscapes = hasEscapes
    }
}
