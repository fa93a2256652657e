import JSONText
import RelayCore

/// A storm's message brought up to date by Slack's `chat.update`, where it was sent before.
///
/// Only ids name a channel there; where the message names it otherwise, it is posted anew.
/// Source: docs.slack.dev, chat.update.
struct MessageUpdate {
    let body: [UInt8]

    /// Nil where there is no message to update.
    init?(of delivery: Delivery, body: [UInt8]) {
        guard let timestamp = delivery.storm?.messageTimestamp, let root = (try? JSONDocument(parsing: body))?.root,
            let channel = root["channel"]?.string, Self.isID(channel)
        else { return nil }
        self.body = root.compact(setting: [.init("ts", Array(JSONString.quoted(timestamp).utf8))])
    }

    /// The address of `chat.update` beside that of `chat.postMessage`.
    func address(from address: String) -> String {
        let method = "chat.postMessage"
        let bytes = Array(address.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        return String(decoding: bytes[..<max(0, end - method.utf8.count)], as: UTF8.self) + "chat.update"
            + String(decoding: bytes[end...], as: UTF8.self)
    }

    private static func isID(_ channel: String) -> Bool {
        guard let first = channel.utf8.first, "CGD".utf8.contains(first), channel.utf8.count >= 7 else { return false }
        return channel.utf8.allSatisfy {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }
}
