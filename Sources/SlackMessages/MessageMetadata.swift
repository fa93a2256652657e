public import JSONText

/// The `metadata` that relay adds to a message: it shows which delivery a message in a channel came from, should the
/// answer to the request have been lost.
///
/// Source: docs.slack.dev, "Message metadata".
public enum MessageMetadata {
    /// - Parameter eventID: CloudTrail's `eventID`; nil where the event has none.
    public static func member(deliveryID: String, eventID: String?) -> JSONValue.NewMember {
        let event = eventID.map { #","event_id":\#(JSONString.quoted($0))"# } ?? ""
        let payload = #"{"delivery_id":\#(JSONString.quoted(deliveryID))\#(event)}"#
        return .init("metadata", Array(#"{"event_type":"relay_delivery","event_payload":\#(payload)}"#.utf8))
    }
}
