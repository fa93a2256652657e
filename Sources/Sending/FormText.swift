import Outbox
import TextFormats

/// Names and values as an address's query or an `application/x-www-form-urlencoded` body has them.
enum FormText {
    static func text(of fields: [DeliveryRequest.Field]) -> String {
        fields.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }.joined(separator: "&")
    }

    /// The address with fields added to its query.
    static func append(_ fields: [DeliveryRequest.Field], to address: String) -> String {
        guard !fields.isEmpty else { return address }
        let hasQuery = address.utf8.contains(UInt8(ascii: "?"))
        let isOpen = address.utf8.last == UInt8(ascii: "?") || address.utf8.last == UInt8(ascii: "&")
        return "\(address)\(hasQuery ? (isOpen ? "" : "&") : "?")\(text(of: fields))"
    }
}
