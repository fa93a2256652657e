import Outbox
import Rules

/// Headers of a request, each name once.
struct HeaderList {
    private var fields: [DeliveryRequest.Field] = []

    /// Sets a header, unless it is one that EventBridge removes or sets itself. Names are compared as HTTP does.
    mutating func set(_ name: String, _ value: String) {
        guard ReservedHeaders.reason(against: name) == nil else { return }
        let lower = name.lowercased()
        fields.removeAll { $0.name.lowercased() == lower }
        fields.append(.init(name: name, value: value))
    }

    /// With those that EventBridge adds.
    var complete: [DeliveryRequest.Field] {
        let hasContentType = fields.contains { $0.name.lowercased() == "content-type" }
        let ownType = DeliveryRequest.Field(name: "Content-Type", value: RequestBuilder.contentType)
        return [
            .init(name: "User-Agent", value: RequestBuilder.userAgent),
            .init(name: "Range", value: RequestBuilder.range),
        ] + (hasContentType ? [] : [ownType]) + fields
    }

    /// A value without line ends and other control characters.
    static func oneLine(_ value: String) -> String {
        let bytes = value.utf8.map { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 ? $0 : 0x20 }
        return String(decoding: bytes, as: UTF8.self)
    }
}
