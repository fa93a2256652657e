public import JSONText

/// The `metadata` that relay adds to a message: it shows which delivery a message in a channel came from, should the
/// answer to the request have been lost.
///
/// Source: docs.slack.dev, "Message metadata".
public enum MessageMetadata {
    /// - Parameter eventID: CloudTrail's `eventID`; nil where the event has none.
    public static func member(deliveryID: String, eventID: String?) -> JSONValue.NewMember {
        var json = JSONWriter()
        json.object { json in
            json.member("event_type", "relay_delivery")
            json.object("event_payload") { json in
                json.member("delivery_id", deliveryID)
                json.member("event_id", eventID)
            }
        }
        return .init("metadata", json.bytes)
    }
}
