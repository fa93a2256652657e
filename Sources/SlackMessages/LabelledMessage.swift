import JSONText
import TextFormats

/// A rendered message with a label in front, such as `DRILL, nobody has used a role:`.
///
/// The label stands in front of the message's `text`, which every notification shows, and as a block of its own above the
/// others. A body that is not a Slack message is left as it is.
public struct LabelledMessage: Sendable {
    /// The labelled message as compact JSON, or the body as it was given.
    public let body: [UInt8]
    /// What the message names as its channel; nil where it names none.
    public let channel: String?

    /// - Parameter label: nil leaves the body as it is.
    public init(_ body: [UInt8], label: String?) {
        let root = (try? JSONDocument(parsing: body))?.root
        channel = root?["channel"]?.string
        guard let label, let root, let text = root["text"]?.string else {
            self.body = body
            return
        }
        var members = [JSONValue.NewMember("text", Array(JSONString.quoted("\(label) \(text)").utf8))]
        // A message that has as many blocks as Slack takes is labelled in its text alone.
        if let blocks = root["blocks"], blocks.kind == .array, blocks.elements.count < SlackLimits.blocks {
            members.append(.init("blocks", Self.list(Self.block(label), before: blocks)))
        }
        self.body = root.compact(setting: members)
    }

    private static func block(_ label: String) -> [UInt8] {
        let text = JSONString.quoted("*\(label)*")
        return Array(#"{"type":"context","elements":[{"type":"mrkdwn","text":\#(text)}]}"#.utf8)
    }

    private static func list(_ first: [UInt8], before rest: JSONValue) -> [UInt8] {
        var output = [UInt8(ascii: "[")] + first
        for element in rest.elements {
            output.append(UInt8(ascii: ","))
            element.appendCompact(to: &output)
        }
        output.append(UInt8(ascii: "]"))
        return output
    }
}
