import JSONText
import SlackMessages
import Testing

struct PlainTextMessageTests {
    static func text(_ body: String) throws -> (channel: String?, text: String, members: [String]) {
        let bytes = PlainTextMessage.body(from: Array(body.utf8), rule: "break-glass-used")
        let root = try JSONDocument(parsing: bytes).root
        return (root["channel"]?.string, try #require(root["text"]?.string), root.members.map(\.name))
    }

    @Test func keepsChannelAndSentenceAlone() throws {
        let message = try Self.text(
            #"""
            {"channel":"C1","text":"ALERT: bob \"B\"","blocks":[{"type":"nonsense"}],"attachments":[],
             "metadata":{"event_type":"x"},"thread_ts":"1.2","username":"relay"}
            """#)
        #expect(message.channel == "C1")
        #expect(message.text == #"ALERT: bob "B""#)
        #expect(message.members == ["channel", "text"])
    }

    @Test func aWebhooksMessageHasNoChannel() throws {
        #expect(try Self.text(#"{"text":"ALERT"}"#).members == ["text"])
    }

    @Test(arguments: [
        (#"{"channel":"C1","markdown_text":"**ALERT** bob"}"#, "**ALERT** bob"),
        (#"{"channel":"C1","blocks":[{"text":{"text":"one"}},{"type":"divider"},{"text":"two"}]}"#, "one\ntwo"),
        (#"{"channel":"C1","text":" \n","attachments":[{"fallback":"three"},{"title":"four"}]}"#, "three\nfour"),
        (
            #"{"channel":"C1","text":"","blocks":[]}"#,
            "ALERT: the rule break-glass-used matched. Its message could not be shown."
        ),
        (#"{"channel":"C1","text":7}"#, "ALERT: the rule break-glass-used matched. Its message could not be shown."),
        ("no JSON", "ALERT: the rule break-glass-used matched. Its message could not be shown."),
        ("", "ALERT: the rule break-glass-used matched. Its message could not be shown."),
        ("[1]", "ALERT: the rule break-glass-used matched. Its message could not be shown."),
    ])
    func alwaysSaysSomething(body: String, text: String) throws { #expect(try Self.text(body).text == text) }

    @Test func isCutToWhatSlackTakes() throws {
        let limit = SlackLimits.adviceTextCharacters
        func cut(_ text: String) throws -> String { try Self.text(#"{"text":\#(JSONString.quoted(text))}"#).text }
        let full = String(repeating: "ü", count: limit)
        #expect(try cut(full) == full)
        #expect(try cut(full + "x") == String(repeating: "ü", count: limit - 1) + "…")
        // No half of an entity.
        let head = String(repeating: "a", count: limit - 3)
        #expect(try cut(head + "&amp;&amp;") == head + "…")
    }
}
