public import JSONText
import TextFormats

/// A message that replaces one posted before, by Slack's `chat.update`.
///
/// `chat.update` takes the channel's id only; a message that names its channel otherwise cannot be updated.
/// Source: docs.slack.dev, chat.update.
public struct MessageUpdate: Sendable {
    /// The message with `ts` added, as compact JSON.
    public let body: [UInt8]

    /// - Parameter timestamp: Slack's `ts` of the message posted before.
    /// - Returns: nil for a body that does not name its channel by an id.
    public init?(of timestamp: String, body: [UInt8]) {
        guard let root = (try? JSONDocument(parsing: body))?.root,
            let channel = root["channel"]?.string, Self.isID(channel)
        else { return nil }
        self.body = root.compact(setting: [.init("ts", Array(JSONString.quoted(timestamp).utf8))])
    }

    /// The address of `chat.update` beside that of `chat.postMessage`.
    public func address(from address: String) -> String {
        let method = "chat.postMessage"
        let bytes = Array(address.utf8)
        let queryStart = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        // SlackEndpoint knows the method with a slash behind it, too; the slash stays, as the author wrote it.
        let end = queryStart > 0 && bytes[queryStart - 1] == UInt8(ascii: "/") ? queryStart - 1 : queryStart
        return String(decoding: bytes[..<max(0, end - method.utf8.count)], as: UTF8.self) + "chat.update"
            + String(decoding: bytes[end...], as: UTF8.self)
    }

    private static func isID(_ channel: String) -> Bool {
        guard let first = channel.utf8.first, "CGD".utf8.contains(first), channel.utf8.count >= 7 else { return false }
        return channel.utf8.allSatisfy { $0.isASCIIUppercase || $0.isASCIIDigit }
    }
}

/// The `metadata` that relay adds to a message: it names the delivery, so that a message in a channel can be traced
/// back even when the answer to the request was lost.
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
