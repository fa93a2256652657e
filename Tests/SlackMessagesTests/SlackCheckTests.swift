import JSONText
import Rules
import SlackMessages
import Testing

/// Each of Slack's rules, kept and broken.
struct SlackCheckTests {
    static func findings(_ body: String, for endpoint: SlackEndpoint = .postMessage) throws -> [String] {
        try SlackMessage(body: JSONDocument(parsing: body)).findings(for: endpoint).map {
            "\($0.severity) \($0.pointer) \($0.reason)"
        }
    }

    static func text(_ count: Int, _ character: String = "x") -> String { String(repeating: character, count: count) }

    static func blocks(_ blocks: String) -> String { #"{"channel": "C1", "text": "t", "blocks": [\#(blocks)]}"# }

    static func section(_ more: String) -> String { blocks(#"{"type": "section", \#(more)}"#) }

    static func mrkdwn(_ count: Int) -> String { #"{"type": "mrkdwn", "text": "\#(text(count))"}"# }

    static func plain(_ count: Int) -> String { #"{"type": "plain_text", "text": "\#(text(count))"}"# }

    static func list(_ count: Int, _ element: String) -> String {
        "[\(Array(repeating: element, count: count).joined(separator: ","))]"
    }

    static func button(_ more: String = "", text count: Int = 5) -> String {
        blocks(#"{"type": "actions", "elements": [{"type": "button", "text": \#(plain(count))\#(more)}]}"#)
    }

    @Test(arguments: [
        #"{"channel": "C1", "text": "t"}"#,
        #"{"channel": "general", "text": "t", "thread_ts": "1.2", "unfurl_links": false, "link_names": false}"#,
        #"{"channel": "C1", "text": "t", "metadata": {"event_type": "e", "event_payload": {}}}"#,
        #"{"channel": "C1", "markdown_text": "t"}"#,
        #"{"channel": "C1", "text": "t", "attachments": [{"color": "danger", "blocks": [{"type": "divider"}]}]}"#,
        blocks(
            #"{"type": "divider"}, {"type": "header", "text": \#(plain(150))}, {"type": "rich_text", "elements": []}"#),
        section(
            #""text": \#(mrkdwn(3_000)), "accessory": {"type": "image", "image_url": "https://x/y", "alt_text": ""}"#),
        section(#""fields": \#(list(6, mrkdwn(2_000)))"#), section(#""fields": \#(list(10, plain(1)))"#),
        section(#""text": {"type": "mrkdwn", "text": "t", "verbatim": true}"#),
        section(#""text": {"type": "plain_text", "text": "t", "emoji": false}"#),
        blocks(#"{"type": "context", "elements": \#(list(10, mrkdwn(9)))}"#),
        blocks(#"{"type": "context", "elements": [{"type": "image", "image_url": "https://x", "alt_text": "a"}]}"#),
        blocks(#"{"type": "markdown", "text": "\#(text(12_000))"}"#),
        blocks(#"{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a", "title": \#(plain(2_000))}"#),
        blocks(#"{"type": "input", "label": \#(plain(9)), "element": {"type": "plain_text_input"}}"#),
        blocks(#"{"type": "video"}, {"type": "table", "rows": []}"#),
        blocks(#"{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "b"}"#),
        button(#", "value": "", "url": "https://x", "style": "danger", "action_id": "a""#),
        button(
            #", "confirm": {"title": \#(plain(100)), "text": \#(mrkdwn(300)), "confirm": \#(plain(30)), "deny": \#(plain(30))}"#
        ),
        blocks(#"{"type": "actions", "elements": \#(list(25, #"{"type": "datepicker"}"#))}"#),
        section(
            #""text": \#(mrkdwn(1)), "accessory": {"type": "overflow", "options": \#(list(5, #"{"text": \#(plain(75)), "value": "\#(text(150))"}"#))}"#
        ),
        section(
            #""text": \#(mrkdwn(1)), "accessory": {"type": "static_select", "placeholder": \#(plain(150)), "options": \#(list(100, #"{"text": \#(plain(1))}"#))}"#
        ),
    ])
    func acceptsWhatSlackAccepts(body: String) throws {
        #expect(try Self.findings(body) == [])
    }

    @Test(arguments: [
        ("[]", ["refused  notAnObject"]),
        (#"{"text": "t"}"#, [#"refused  missing("channel")"#]),
        (#"{"channel": "", "text": "t"}"#, [#"refused /channel wrongType(expected: "a channel\'s id or name")"#]),
        (#"{"channel": 1, "text": "t"}"#, [#"refused /channel wrongType(expected: "a channel\'s id or name")"#]),
        (#"{"channel": "C1"}"#, ["refused  noText"]), (#"{"channel": "C1", "text": ""}"#, ["refused /text noText"]),
        (#"{"channel": "C1", "text": null, "blocks": []}"#, ["refused  noText"]),
        (#"{"channel": "C1", "text": 1}"#, [#"refused /text wrongType(expected: "a string")"#]),
        (#"{"channel": "C1", "blocks": [{"type": "divider"}]}"#, ["changed  noNotificationText"]),
        (#"{"channel": "C1", "text": "", "attachments": [{}]}"#, ["changed /text noNotificationText"]),
        (#"{"channel": "C1", "text": "t", "markdown_text": "m"}"#, ["refused /markdown_text markdownConflict"]),
        (
            #"{"channel": "C1", "text": "t", "blocks": {}}"#,
            [#"refused /blocks wrongType(expected: "a list of blocks")"#]
        ),
        (
            #"{"channel": "C1", "text": "t", "thread_ts": 1.5}"#,
            [#"refused /thread_ts wrongType(expected: "a string: as a number it would lose digits")"#]
        ),
        (
            #"{"channel": "C1", "text": "t", "link_names": true, "parse": "full"}"#,
            ["advice /link_names mentionsByName", "advice /parse mentionsByName"]
        ),
        (
            #"{"channel": "C1", "text": "t", "block": []}"#,
            [#"changed /block unknownArgument("block", suggestion: "blocks")"#]
        ),
        (
            #"{"channel": "C1", "text": "t", "tex/t~": []}"#,
            [#"changed /tex~1t~0 unknownArgument("tex/t~", suggestion: "text")"#]
        ),
        (
            #"{"channel": "C1", "text": "t", "metadata": {"event_type": "e"}}"#,
            [#"refused /metadata missing("event_payload")"#]
        ),
        (blocks("1"), [#"refused /blocks/0 wrongType(expected: "an object")"#]),
        (blocks("{}"), [#"refused /blocks/0 missing("type")"#]),
        (
            blocks(#"{"type": "secton"}"#),
            [#"refused /blocks/0/type unknownBlock("secton", suggestion: Optional("section"))"#]
        ),
        (blocks(#"{"type": "header"}"#), [#"refused /blocks/0 missing("text")"#]),
        (
            blocks(#"{"type": "header", "text": "t"}"#),
            [#"refused /blocks/0/text wrongType(expected: "a text object: {\"type\": …, \"text\": …}")"#]
        ),
        (blocks(#"{"type": "header", "text": \#(mrkdwn(3))}"#), ["refused /blocks/0/text/type mustBePlainText"]),
        (section(#""x": 1"#), [#"refused /blocks/0 missing("text")"#]),
        (section(#""fields": []"#), [#"refused /blocks/0/fields wrongType(expected: "a list with something in it")"#]),
        (section(#""text": {"type": "mrkdwn", "text": ""}"#), ["refused /blocks/0/text/text emptyText"]),
        (section(#""text": {"type": "mrkdwn"}"#), [#"refused /blocks/0/text missing("text")"#]),
        (section(#""text": {"text": "t"}"#), [#"refused /blocks/0/text missing("type")"#]),
        (
            section(#""text": {"type": "markdown", "text": "t"}"#),
            [#"refused /blocks/0/text/type unknownValue("markdown", allowed: ["plain_text", "mrkdwn"])"#]
        ),
        (
            section(#""text": {"type": "mrkdwn", "text": "t", "emoji": true}"#),
            [#"refused /blocks/0/text notAllowed(key: "emoji", in: "mrkdwn")"#]
        ),
        (
            section(#""text": {"type": "plain_text", "text": "t", "verbatim": true}"#),
            [#"refused /blocks/0/text notAllowed(key: "verbatim", in: "plain_text")"#]
        ),
        (
            section(#""text": \#(mrkdwn(1)), "accessory": {"type": "buton"}"#),
            [#"refused /blocks/0/accessory/type unknownElement("buton", suggestion: Optional("button"))"#]
        ),
        (
            blocks(#"{"type": "context", "elements": []}"#),
            [#"refused /blocks/0/elements wrongType(expected: "a list with something in it")"#]
        ),
        (blocks(#"{"type": "image", "image_url": "https://x"}"#), [#"refused /blocks/0 missing("alt_text")"#]),
        (blocks(#"{"type": "image", "alt_text": "x"}"#), [#"refused /blocks/0 missing("image_url")"#]),
        (
            blocks(#"{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}"#),
            [#"refused /blocks/1/block_id repeatedIdentifier("a")"#]
        ),
        (
            blocks(#"{"type": "actions", "elements": \#(list(2, #"{"type": "datepicker", "action_id": "a"}"#))}"#),
            [#"refused /blocks/0/elements/1/action_id repeatedIdentifier("a")"#]
        ),
        (
            blocks(#"{"type": "actions", "elements": [{"type": "image"}]}"#),
            [#"refused /blocks/0/elements/0/type unknownElement("image", suggestion: Optional("image"))"#]
        ),
        (
            button(#", "style": "red""#),
            [#"refused /blocks/0/elements/0/style unknownValue("red", allowed: ["primary", "danger"])"#]
        ),
        (
            #"{"channel": "C1", "text": "t", "attachments": [{"blocks": [{"type": "x"}]}, 1]}"#,
            [
                #"refused /attachments/0/blocks/0/type unknownBlock("x", suggestion: nil)"#,
                #"refused /attachments/1 wrongType(expected: "an object")"#,
            ]
        ),
    ])
    func findsWhatIsWrong(body: String, expected: [String]) throws {
        #expect(try Self.findings(body) == expected)
    }

    /// Each limit passed by one; that it may be reached, `acceptsWhatSlackAccepts` shows.
    @Test(arguments: [
        (#"{"channel": "C1", "text": "\#(text(4_001))"}"#, "advice /text longText(characters: 4001, limit: 4000)"),
        (#"{"channel": "C1", "text": "\#(text(40_001))"}"#, "changed /text willBeCut(characters: 40001, limit: 40000)"),
        (
            #"{"channel": "C1", "markdown_text": "\#(text(12_001))"}"#,
            "refused /markdown_text textTooLong(characters: 12001, limit: 12000)"
        ),
        (
            blocks(Array(repeating: #"{"type": "divider"}"#, count: 51).joined(separator: ",")),
            #"refused /blocks tooMany(count: 51, limit: 50, of: "blocks")"#
        ),
        (
            #"{"channel": "C1", "text": "t", "attachments": \#(list(101, "{}"))}"#,
            #"refused /attachments tooMany(count: 101, limit: 100, of: "attachments")"#
        ),
        (
            blocks(#"{"type": "divider", "block_id": "\#(text(256))"}"#),
            "refused /blocks/0/block_id identifierTooLong(characters: 256, limit: 255)"
        ),
        (
            blocks(#"{"type": "header", "text": \#(plain(151))}"#),
            "refused /blocks/0/text/text textTooLong(characters: 151, limit: 150)"
        ),
        (
            section(#""text": \#(mrkdwn(3_001))"#),
            "refused /blocks/0/text/text textTooLong(characters: 3001, limit: 3000)"
        ),
        (
            section(#""fields": \#(list(11, mrkdwn(1)))"#),
            #"refused /blocks/0/fields tooMany(count: 11, limit: 10, of: "fields")"#
        ),
        (
            section(#""fields": [\#(mrkdwn(2_001))]"#),
            "refused /blocks/0/fields/0/text textTooLong(characters: 2001, limit: 2000)"
        ),
        (
            blocks(#"{"type": "context", "elements": \#(list(11, mrkdwn(1)))}"#),
            #"refused /blocks/0/elements tooMany(count: 11, limit: 10, of: "elements")"#
        ),
        (
            blocks(#"{"type": "context", "elements": [\#(mrkdwn(3_001))]}"#),
            "refused /blocks/0/elements/0/text textTooLong(characters: 3001, limit: 3000)"
        ),
        (
            blocks(#"{"type": "actions", "elements": \#(list(26, #"{"type": "datepicker"}"#))}"#),
            #"refused /blocks/0/elements tooMany(count: 26, limit: 25, of: "elements")"#
        ),
        (button(text: 31), "advice /blocks/0/elements/0/text/text longButton(characters: 31, limit: 30)"),
        (button(text: 76), "refused /blocks/0/elements/0/text/text textTooLong(characters: 76, limit: 75)"),
        (
            button(#", "value": "\#(text(2_001))""#),
            "refused /blocks/0/elements/0/value textTooLong(characters: 2001, limit: 2000)"
        ),
        (
            button(#", "url": "\#(text(3_001))""#),
            "refused /blocks/0/elements/0/url textTooLong(characters: 3001, limit: 3000)"
        ),
        (
            button(#", "action_id": "\#(text(256))""#),
            "refused /blocks/0/elements/0/action_id identifierTooLong(characters: 256, limit: 255)"
        ),
        (
            button(#", "confirm": {"title": \#(plain(101))}"#),
            "refused /blocks/0/elements/0/confirm/title/text textTooLong(characters: 101, limit: 100)"
        ),
        (
            button(#", "confirm": {"text": \#(plain(301))}"#),
            "refused /blocks/0/elements/0/confirm/text/text textTooLong(characters: 301, limit: 300)"
        ),
        (
            button(#", "confirm": {"deny": \#(plain(31))}"#),
            "refused /blocks/0/elements/0/confirm/deny/text textTooLong(characters: 31, limit: 30)"
        ),
        (
            section(
                #""text": \#(mrkdwn(1)), "accessory": {"type": "overflow", "options": \#(list(6, #"{"text": \#(plain(1))}"#))}"#
            ),
            #"refused /blocks/0/accessory/options tooMany(count: 6, limit: 5, of: "options")"#
        ),
        (
            section(#""text": \#(mrkdwn(1)), "accessory": {"type": "overflow", "options": [{"text": \#(plain(76))}]}"#),
            "refused /blocks/0/accessory/options/0/text/text textTooLong(characters: 76, limit: 75)"
        ),
        (
            section(
                #""text": \#(mrkdwn(1)), "accessory": {"type": "static_select", "options": \#(list(101, #"{"text": \#(plain(1))}"#))}"#
            ),
            #"refused /blocks/0/accessory/options tooMany(count: 101, limit: 100, of: "options")"#
        ),
        (
            blocks(#"{"type": "image", "image_url": "\#(text(3_001))", "alt_text": "a"}"#),
            "refused /blocks/0/image_url textTooLong(characters: 3001, limit: 3000)"
        ),
        (
            blocks(#"{"type": "image", "image_url": "https://x", "alt_text": "\#(text(2_001))"}"#),
            "refused /blocks/0/alt_text textTooLong(characters: 2001, limit: 2000)"
        ),
        (
            blocks(#"{"type": "input", "label": \#(plain(2_001)), "element": {}}"#),
            "refused /blocks/0/label/text textTooLong(characters: 2001, limit: 2000)"
        ),
        (
            blocks(#"{"type": "markdown", "text": "\#(text(12_001))"}"#),
            "refused /blocks/0/text textTooLong(characters: 12001, limit: 12000)"
        ),
        (
            blocks(
                Array(repeating: #"{"type": "section", "text": \#(mrkdwn(2_601))}"#, count: 5).joined(separator: ",")),
            "advice /blocks blocksTooLong(characters: 13005, limit: 13000)"
        ),
    ])
    func measures(body: String, expected: String) throws {
        #expect(try Self.findings(body) == [expected])
    }

    @Test func countsCharactersNotBytes() throws {
        let text = Self.text(150, "😀")
        #expect(
            try Self.findings(Self.blocks(#"{"type": "header", "text": {"type": "plain_text", "text": "\#(text)"}}"#))
                == [])
    }

    @Test func aWebhookNeedsNoChannel() throws {
        #expect(try Self.findings(#"{"text": "t"}"#, for: .webhook) == [])
        #expect(
            try Self.findings(#"{"text": "t", "channel": "C1", "icon_emoji": ":x:"}"#, for: .webhook) == [
                "changed /channel ignoredByWebhooks", "changed /icon_emoji ignoredByWebhooks",
            ])
    }

    @Test func aFindingIsASentenceWithItsPlaceAndSlacksAnswer() throws {
        let body = try JSONDocument(
            parsing:
                #"{"text": "t", "blocks": [{"type": "headr"}, {"type": "header", "text": {"type": "plain_text", "text": "\#(Self.text(151))"}}]}"#
        )
        #expect(
            SlackMessage(body: body).findings(for: .postMessage).map(\.description) == [
                "'channel' is missing (Slack answers channel_not_found)",
                "/blocks/0/type: Slack has no block of type 'headr'; did you mean 'header'? (Slack answers invalid_blocks)",
                "/blocks/1/text/text: 151 characters, 150 are allowed (Slack answers invalid_blocks)",
            ])
    }
}
