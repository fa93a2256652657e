import Foundation
import JSONText
import SlackMessages
import Testing

/// Messages in which something is of the wrong kind: found, drawn, never a crash.
struct SlackDamageTests {
    static let body = #"""
        {"channel": "C1", "text": "t <!here> *b*", "markdown_text": "m", "thread_ts": "1.2", "parse": "none",
         "metadata": {"event_type": "e", "event_payload": {"a": 1}},
         "blocks": [
          {"type": "header", "block_id": "h", "text": {"type": "plain_text", "text": "H", "emoji": true}},
          {"type": "section", "text": {"type": "mrkdwn", "text": "s", "verbatim": true},
           "fields": [{"type": "mrkdwn", "text": "f"}, {"type": "plain_text", "text": "g"}],
           "accessory": {"type": "static_select", "placeholder": {"type": "plain_text", "text": "p"},
                         "options": [{"text": {"type": "plain_text", "text": "o"}, "value": "v"}]}},
          {"type": "context", "elements": [{"type": "image", "image_url": "u", "alt_text": "a"}]},
          {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "b"}, "url": "u",
            "style": "danger", "action_id": "x", "value": "v", "confirm": {"title": {"type": "plain_text", "text": "t"}}}]},
          {"type": "image", "image_url": "u", "alt_text": "a", "title": {"type": "plain_text", "text": "t"}},
          {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "ordered", "elements":
            [{"type": "rich_text_section", "elements": [{"type": "date", "timestamp": 1, "format": "{date}", "fallback": "f"}]}]},
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": true}}]}]},
          {"type": "markdown", "text": "m"}, {"type": "input", "label": {"type": "plain_text", "text": "l"}, "element": {}}],
         "attachments": [{"title": "t", "text": "x", "footer": "f", "fields": [{"title": "a", "value": "b"}],
                          "blocks": [{"type": "divider"}]}]}
        """#

    static let replacements = [
        "null", "true", "1e400", "-0", #""""#, #""\ud83d""#, "[]", "{}", "[[]]", #"{"type": {}}"#,
        #"[{"type": "text"}]"#,
        "\"\(String(repeating: "*<`_", count: 200))\"",
    ]

    /// The ranges of all values but the root, keys left out.
    static func ranges(of value: JSONValue) -> [Range<Int>] {
        let inner = value.members.map(\.value) + value.elements
        return inner.flatMap { [$0.range] + ranges(of: $0) }
    }

    @Test(arguments: replacements)
    func anyPartMayBeAnything(replacement: String) throws {
        let bytes = Array(Self.body.utf8)
        let ranges = Self.ranges(of: try JSONDocument(parsing: bytes).root)
        #expect(ranges.count > 90)
        for range in ranges {
            let damaged = Array(bytes[..<range.lowerBound]) + Array(replacement.utf8) + bytes[range.upperBound...]
            let message = SlackMessage(body: try JSONDocument(parsing: damaged))
            for endpoint in [SlackEndpoint.postMessage, .webhook] {
                for finding in message.findings(for: endpoint) {
                    #expect(!finding.description.isEmpty)
                    #expect(finding.pointer.isEmpty || finding.pointer.hasPrefix("/"))
                }
            }
            for columns in [0, 40, 200] {
                let lines = message.preview(columns: columns).split(separator: "\n")
                #expect(lines.allSatisfy { $0.count <= max(columns, 40) })
            }
        }
    }
}
