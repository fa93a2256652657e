import Diagnostics
import Foundation
import InputTemplates
import JSONText
import SlackMessages
import Testing

struct SlackPreviewTests {
    static func preview(_ body: String, columns: Int = 60, isColored: Bool = false) throws -> [String] {
        try SlackMessage(body: JSONDocument(parsing: body)).preview(columns: columns, isColored: isColored)
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test(arguments: [
        (#"{"channel": "C1", "text": "a *b* `c`\nd"}"#, ["to C1", "│ a *b* `c`", "│ d"]),
        (#"{"text": "see <https://x|this> <!here>"}"#, ["│ see this (https://x) @here"]),
        (
            #"{"text": "n", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "H *h*"}}, {"type": "divider"}]}"#,
            ["notification: n", "│ # H *h*", "│", "│ " + String(repeating: "─", count: 58)]
        ),
        (
            #"{"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": "*A*\n1"}, {"type": "mrkdwn", "text": "*B*\n2"}, {"type": "mrkdwn", "text": "C"}]}]}"#,
            [
                "│ *A*" + String(repeating: " ", count: 27) + "*B*", "│ 1" + String(repeating: " ", count: 29) + "2",
                "│ C",
            ]
        ),
        (
            #"{"blocks": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "a"}, {"type": "image", "alt_text": "i"}, {"type": "plain_text", "text": "&lt;"}]}]}"#,
            ["│ a  [image: i]  &lt;"]
        ),
        (
            #"{"blocks": [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}, "url": "https://x"}, {"type": "datepicker"}]}]}"#,
            ["│ *[ Go ]* (https://x)  [datepicker]"]
        ),
        (
            #"{"blocks": [{"type": "image", "alt_text": "chart", "title": {"type": "plain_text", "text": "T"}}, {"type": "table"}]}"#,
            ["│ T", "│ [image: chart]", "│", "│ [table block]"]
        ),
        (
            #"{"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x ", "style": {"bold": true}}, {"type": "broadcast", "range": "here"}]}, {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": "https://x", "text": "l"}]}]}]}]}"#,
            ["│ *x *@here", "│ • l (https://x)"]
        ),
        (
            #"{"attachments": [{"title": "T", "text": "x", "fields": [{"title": "f", "value": "v"}]}, {"fallback": "only"}]}"#,
            ["│ *T*", "│ x", "│ *f*: v", "│ only"]
        ),
        (#"[1]"#, ["(not a Slack message)"]), ("{}", []),
    ])
    func draws(body: String, expected: [String]) throws {
        #expect(try Self.preview(body) == expected)
    }

    @Test func wrapsBetweenWords() throws {
        let lines = try Self.preview(#"{"text": "\#(String(repeating: "word ", count: 30))"}"#, columns: 40)
        #expect(lines.count == 5)
        #expect(lines.allSatisfy { $0.count <= 40 && $0.hasPrefix("│ word") })
    }

    @Test func cutsWordsWiderThanTheLine() throws {
        let lines = try Self.preview(#"{"text": "\#(String(repeating: "x", count: 100))"}"#, columns: 40)
        #expect(lines.map(\.count) == [40, 40, 26])
    }

    @Test func wideCharactersTakeTwoColumns() throws {
        let lines = try Self.preview(#"{"text": "\#(String(repeating: "日", count: 38))"}"#, columns: 40)
        #expect(lines.map { $0.filter { $0 == "日" }.count } == [19, 19])
    }

    @Test func coloursReplaceTheSigns() throws {
        let lines = try Self.preview(#"{"text": "a *b*"}"#, isColored: true)
        #expect(lines == ["\u{1B}[2m│\u{1B}[0m a \u{1B}[1mb\u{1B}[0m"])
    }

    /// Whatever a body holds, nothing of it reaches the terminal as a control.
    @Test(arguments: ["\\u001b[2J", "\\u0007", "\\u009b31m", "a\\rb", "\\u202egnp", "\\u2028", "\\u200b", "\\u007f"])
    func isSafeForATerminal(value: String) throws {
        let body = """
            {"channel": "\(value)", "text": "\(value)", "blocks": [
              {"type": "header", "text": {"type": "plain_text", "text": "\(value)"}},
              {"type": "section", "text": {"type": "mrkdwn", "text": "`\(value)` <https://x|\(value)>"},
               "fields": [{"type": "plain_text", "text": "\(value)"}], "accessory": {"type": "\(value)"}},
              {"type": "\(value)"}, {"type": "image", "alt_text": "\(value)"}],
             "attachments": [{"text": "\(value)", "fallback": "\(value)"}]}
            """
        let text = try SlackMessage(body: JSONDocument(parsing: body)).preview()
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(
                scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value), "U+\(String(scalar.value, radix: 16))")
            #expect(![0x202E, 0x2028, 0x200B].contains(scalar.value))
        }
    }

    // MARK: The fixture

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../fixtures").standardizedFileURL

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    static func render(_ event: String) throws -> [UInt8] {
        let paths = try JSONDocument(parsing: bytes("templates/slack/input-paths.json")).root
        let transformer = try InputTransformer(
            inputPaths: paths.members.map { ($0.name, $0.value.string ?? "") },
            template: SourceText(name: "template.json", bytes: bytes("templates/slack/template.json")))
        return try transformer.escaped(by: SlackEscaping()).render(
            JSONDocument(parsing: bytes("events/\(event).json")),
            variables: TemplateVariables(
                ruleName: "break-glass-used",
                ruleARN: "arn:aws:events:eu-west-1:111122223333:rule/break-glass-used",
                ingestionTime: "2026-03-02T11:02:20Z"))
    }

    @Test(arguments: ["assume-role", "hostile-names"])
    func theFixtureIsAGoodMessage(event: String) throws {
        let body = try Self.render(event)
        #expect(body == (try Self.bytes("templates/slack/\(event).body.json")))
        let message = SlackMessage(body: try JSONDocument(parsing: body))
        #expect(message.findings(for: .postMessage).isEmpty)
        #expect(Array(message.preview().utf8) == (try Self.bytes("templates/slack/\(event).preview.txt")))
    }
}
