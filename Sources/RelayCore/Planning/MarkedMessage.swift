import JSONText

/// A rendered body that says where its event came from: a drill's says DRILL, an archive's that it is late.
///
/// The mark stands in front of a message's `text`, which every notification shows, and as a block of its own above the
/// others. Bodies of other forms are left as they are; the request's header says it for them.
struct MarkedMessage {
    let body: [UInt8]
    let headers: [DeliveryRequest.Field]
    /// What a message to Slack names as its channel.
    let channel: String?

    static let originHeader = "X-Relay-Origin"

    /// Slack takes at most 50 blocks; a message that has them all is marked in its text alone.
    private static let blocksLimit = SlackLimits.blocks

    init(_ body: [UInt8], origin: EventOrigin) {
        let root = (try? JSONDocument(parsing: body))?.root
        channel = root?["channel"]?.string
        guard let mark = Self.mark(for: origin) else {
            (self.body, headers) = (body, [])
            return
        }
        headers = [.init(name: Self.originHeader, value: mark.header)]
        guard let root, let text = root["text"]?.string else {
            self.body = body
            return
        }
        var members = [JSONValue.NewMember("text", Array(JSONString.quoted("\(mark.words) \(text)").utf8))]
        if let blocks = root["blocks"], blocks.kind == .array, blocks.elements.count < Self.blocksLimit {
            members.append(.init("blocks", Self.list(Self.block(mark.words), before: blocks)))
        }
        self.body = root.compact(setting: members)
    }

    private static func mark(for origin: EventOrigin) -> (words: String, header: String)? {
        switch origin {
        case .live: nil
        case .archive: ("LATE, found in an archive:", "archive")
        case .drill: ("DRILL, nobody has used a role:", "drill")
        }
    }

    private static func block(_ words: String) -> [UInt8] {
        let text = JSONString.quoted("*\(words)*")
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
