import Diagnostics
import InputTemplates
import JSONText
import SlackMessages
import Testing

/// What values may and may not do in a Slack body.
struct SlackEscapingTests {
    /// Renders a template with one variable, `<v>`, into a Slack body.
    static func render(_ template: String, value: String) throws -> JSONValue {
        let event = try JSONDocument(parsing: "{\"v\": \(JSONString.quoted(value))}")
        let body = try InputTransformer(
            inputPaths: [("v", "$.v")], template: SourceText(name: "", text: template)
        ).escaped(by: SlackEscaping()).render(event, variables: .sample())
        return try JSONDocument(parsing: body).root
    }

    /// Texts that try to do something; none may be more than text.
    static let hostile = [
        "<!channel>", "<!here|x>", "<@U0123>", "<#C0123>", "<!subteam^S1>", "<https://example.net|click>",
        "<!date^0^{date}^https://example.net|x>", "&lt;!channel&gt;", "\"},\"x\":\"", "\"", "\\", "\\\"",
        "\u{0}\u{1B}[2J",
        "a\nb", "\u{2028}", "```", "`x", "</>", "<<<", ">", "&", "<v>", "<aws.events.event.json>", "\u{202E}evil",
    ]

    @Test(arguments: hostile)
    func aValueStaysInItsString(value: String) throws {
        let body = try Self.render(#"{"text": "a <v> b", "alone": <v>, "blocks": [{"type": "section"}]}"#, value: value)
        #expect(body.members.map(\.name) == ["text", "alone", "blocks"])
        #expect(body["blocks"]?.compact == #"[{"type":"section"}]"#)
        let text = try #require(body["text"]?.string)
        #expect(text.hasPrefix("a ") && text.hasSuffix(" b"))
    }

    @Test(arguments: hostile)
    func aValueDoesNothing(value: String) throws {
        let body = try Self.render(#"{"text": "<v>", "alone": <v>}"#, value: value)
        for text in [body["text"]?.string, body["alone"]?.string] {
            let text = try #require(text)
            #expect(!text.contains { "<>`".contains($0) })
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E && $0.value != 0x2028 })
            // Every ampersand begins one of the three entities.
            let parts = text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
            #expect(parts.allSatisfy { $0.hasPrefix("amp;") || $0.hasPrefix("lt;") || $0.hasPrefix("gt;") })
        }
    }

    /// Undoing the entities gives the value back: nothing that shows is lost.
    @Test(arguments: ["alice@example.com", "R&D <x> > y", "arn:aws:iam::1:role/a-b_c", "Zoë 🧑‍🚒 日本", "a &amp; b", "100%"])
    func visibleCharactersAreKept(value: String) throws {
        let text = try #require(Self.render(#"{"text": "<v>"}"#, value: value)["text"]?.string)
        // Foundation is not needed for three replacements.
        var shown = text.split(separator: "&lt;", omittingEmptySubsequences: false).joined(separator: "<")
        shown = shown.split(separator: "&gt;", omittingEmptySubsequences: false).joined(separator: ">")
        shown = shown.split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
        #expect(Array(shown.utf8) == Array(value.utf8))
    }

    @Test(arguments: [
        ("@here", "@\u{2060}here"), ("x @here", "x @\u{2060}here"), ("(@here)", "(@\u{2060}here)"),
        (".@here", ".@\u{2060}here"), ("@", "@\u{2060}"), ("#general", "#\u{2060}general"),
        ("alice@example.com", "alice@example.com"), ("x_@y", "x_@y"), ("a#b", "a#b"), ("é@y", "é@y"),
    ])
    func mentionsWithoutBracketsAreSplit(value: String, expected: String) throws {
        let text = try #require(Self.render(#"{"text": "<v>"}"#, value: value)["text"]?.string)
        #expect(Array(text.utf8) == Array(expected.utf8))
    }

    /// The value is `a<b`: where it is shown as mrkdwn it is escaped, where characters show as they are it is not.
    @Test(arguments: [
        (#"{"text": "<v>"}"#, true),
        (#"{"text": <v>}"#, true),
        (#"{"text": {"type": "mrkdwn", "text": "<v>"}}"#, true),
        (#"{"text": {"text": "<v>", "type": "plain_text"}}"#, false),
        (#"{"text": {"type": "plain_text", "text": <v>}}"#, false),
        (#"{"text": {"type": "plain\u005ftext", "text": <v>}}"#, false),
        (#"{"x": {"type": "plain_text", "other": "<v>"}}"#, true),
        (#"{"x": {"type": "plain_text", "type": "mrkdwn", "text": "<v>"}}"#, true),
        (#"{"x": {"type": 1, "text": "<v>"}}"#, true),
        (#"{"x": {"type": "<aws.events.rule-name>", "text": "<v>"}}"#, true),
        (#"{"x": {"type": <aws.events.rule-name>, "text": "<v>"}}"#, true),
        (#"{"x": {"type": "plain_text", "text": {"text": "<v>"}}}"#, true),
        (#"{"x": [{"type": "plain_text"}, {"text": "<v>"}]}"#, true),
        (#"{"x": {"type": "text", "text": "<v>"}}"#, false),
        (#"{"attachments": [{"fields": [{"title": "t", "value": "<v>"}]}]}"#, true),
        (#"{"x": {"type": "button", "value": "<v>"}}"#, false),
        (#"{"x": {"type": "button", "url": "<v>"}}"#, false),
        (#"{"x": {"type": "image", "alt_text": "<v>"}}"#, false),
        (#"{"channel": "<v>"}"#, false),
        (#"{"metadata": {"event_payload": {"text": "<v>"}}}"#, false),
        (#"{"x": {"metadata": {"text": "<v>"}}}"#, true),
        (#"{"x": {"type": "markdown", "text": "<v>"}}"#, true),
        (#"["<v>"]"#, true),
        (#""<v>""#, true),
    ])
    func thePositionDecides(template: String, isEscaped: Bool) throws {
        let text = try Self.render(template, value: "a<b").compact
        #expect(text.contains("a&lt;b") == isEscaped, "\(text)")
        #expect(text.contains("a<b") == !isEscaped, "\(text)")
    }

    @Test func markdownLinksAreParted() throws {
        let body = try Self.render(
            #"{"x": {"type": "markdown", "text": "<v>"}}"#, value: "[click](https://example.net)")
        #expect(body["x"]?["text"]?.string == "[click]\u{2060}(https://example.net)")
    }

    /// A value in the address of a link that the template spells.
    @Test(arguments: [
        ("<https://x/<v>|label>", "a|b", "<https://x/a%7Cb|label>"),
        ("<https://x/<v>|label>", "a>b<c", "<https://x/a%3Eb%3Cc|label>"),
        ("<https://x/<v>|label>", "?a=1&b=2", "<https://x/?a=1&amp;b=2|label>"),
        ("<https://x/<v>|label>", "@y#z!", "<https://x/@y#z!|label>"),
        ("<<v>|label>", "!channel", "<%21channel|label>"), ("<<v>|label>", "@U1", "<%40U1|label>"),
        ("<<v>|label>", "#C1", "<%23C1|label>"), ("<<v>>", "https://example.com/a b", "<https://example.com/a%20b>"),
        ("<<v><v>>", "!x", "<%21x%21x>"), ("\\u003c<v>|label\\u003e", "!x|y", "<%21x%7Cy|label>"),
        ("<https://x|<v>>", "a|b>", "<https://x|a|b&gt;>"),
        ("<!date^<v>^{time}|x>", "0^y|z", "<!date^0%5Ey%7Cz^{time}|x>"),
        ("a < <v>", "x y", "a < x y"), ("<https://x> <v>", "x y", "<https://x> x y"), ("> <v> >", "x y", "> x y >"),
    ])
    func addresses(template: String, value: String, expected: String) throws {
        let text = try #require(Self.render("{\"text\": \"\(template)\"}", value: value)["text"]?.string)
        #expect(text == expected)
    }

    /// Two values beside each other cannot together be what neither may be alone.
    @Test func valuesDoNotJoin() throws {
        let event = try JSONDocument(parsing: ##"{"a": "<", "b": "!here>", "c": "@", "d": "here", "e": "\\"}"##)
        let body = try InputTransformer(
            inputPaths: ["a", "b", "c", "d", "e"].map { ($0, "$.\($0)") },
            template: SourceText(name: "", text: #"{"text": "<a><b> <c><d> <e>"}"#)
        ).escaped(by: SlackEscaping()).render(event, variables: .sample())
        #expect(
            String(decoding: body, as: UTF8.self)
                == ##"{"text": "&lt;!here&gt; @"## + "\u{2060}" + ##"here \\"}"##)
    }

    @Test func loneSurrogatesAreReplacedInSlackAndKeptElsewhere() throws {
        let event = try JSONDocument(parsing: #"{"v": "a\ud83db\ude00"}"#)
        let transformer = try InputTransformer(
            inputPaths: [("v", "$.v")], template: SourceText(name: "", text: #""<v>""#))
        let plain = try transformer.escaped(by: JSONEscaping()).render(event, variables: .sample())
        #expect(String(decoding: plain, as: UTF8.self) == #""a\ud83db\ude00""#)
        let slack = try transformer.escaped(by: SlackEscaping()).render(event, variables: .sample())
        #expect(throws: Never.self) { try JSONDocument(parsing: slack) }
        #expect(String(decoding: slack, as: UTF8.self).contains("\u{FFFD}"))
    }

    /// Without the escaping for Slack a value is exactly what it was, whatever it is.
    @Test(arguments: hostile + ["\u{10FFFF}", "é", "\u{7F}", "a\r\n\tb"])
    func jsonEscapingKeepsTheValue(value: String) throws {
        let event = try JSONDocument(parsing: "{\"v\": \(JSONString.quoted(value))}")
        let body = try InputTransformer(
            inputPaths: [("v", "$.v")], template: SourceText(name: "", text: #"{"part": "<v>", "value": <v>}"#)
        ).escaped(by: JSONEscaping()).render(event, variables: .sample())
        let root = try JSONDocument(parsing: body).root
        #expect(root["part"]?.utf8 == Array(value.utf8))
        #expect(root["value"]?.utf8 == Array(value.utf8))
    }

    /// A value as long as the limit stays whole, one more character and it is cut in the middle.
    @Test(arguments: [
        (#"{"text": "<v>"}"#, 1_000), (#"{"text": {"type": "mrkdwn", "text": "<v>"}}"#, 1_000),
        (#"{"text": {"type": "header", "text": {"type": "plain_text", "text": "<v>"}}}"#, 100),
        (#"{"text": {"type": "button", "text": {"type": "plain_text", "text": "<v>"}}}"#, 50),
        (#"{"text": "<https://x/<v>|y>"}"#, 1_000), (#""<v>""#, 1_000),
    ])
    func longValuesAreCut(template: String, limit: Int) throws {
        let value = String((0..<limit).map { Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8($0 % 26))) })
        #expect(try Self.render(template, value: value).compact.contains(value))
        let body = try Self.render(template, value: value + "é").compact
        #expect(!body.contains(value))
        let pieces = body.split(separator: "…")
        #expect(pieces.count == 2)
        let around = template.unicodeScalars.filter { $0 != " " }.count - "<v>".count
        #expect(body.unicodeScalars.count == around + limit)
        #expect(pieces.last?.contains("é") == true)
    }

    /// Entities count at full length and are never split, so that the length that Slack measures is bounded.
    @Test(arguments: ["&", "<", "😀", "@", "x&"])
    func countsEntitiesAtFullLength(piece: String) throws {
        let value = String(repeating: piece, count: 5_000)
        let text = try #require(Self.render(#"{"text": "<v>"}"#, value: value)["text"]?.string)
        #expect((980...1_000).contains(text.unicodeScalars.count))
        let rest = text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
        #expect(rest.allSatisfy { $0.hasPrefix("amp;") || $0.hasPrefix("lt;") })
    }

    @Test func valuesForProgramsAreNotCut() throws {
        let value = String(repeating: "v", count: 5_000)
        #expect(try Self.render(#"{"metadata": {"a": "<v>"}}"#, value: value)["metadata"]?["a"]?.string == value)
    }
}

extension TemplateVariables {
    /// A rule and a moment that never change.
    static func sample() -> TemplateVariables {
        TemplateVariables(
            ruleName: "break-glass-used", ruleARN: "arn:aws:events:eu-west-1:111122223333:rule/break-glass-used",
            ingestionTime: "2026-03-02T11:02:20Z")
    }
}
