import TextFormats

/// The text by which a delivery is known, to people and in messages: `17`.
///
/// Only the store that gave it knows more of it. Never given out twice by one store; says nothing of the order.
public struct DeliveryID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// As it is shown and typed.
    public let text: String

    /// An id from its text; whether there is such a delivery only the store knows.
    public init(_ text: String) { self.text = text }

    /// ``text``.
    public var description: String { text }
}

extension DeliveryID {
    /// The id as a JSON number, as reports have always shown SQLite's; nil for a text that is no whole number, or spelt
    /// otherwise than one is written.
    public var jsonNumber: Int64? { Int64(text).flatMap { String($0).hasBytes(of: text) ? $0 : nil } }
}
