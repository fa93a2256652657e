import JSONText
import SlackMessages
import Testing

struct LabelledMessageTests {
    static func labelled(_ body: String, _ label: String? = "DRILL, nobody has used a role:") -> LabelledMessage {
        LabelledMessage(Array(body.utf8), label: label)
    }

    static func text(_ message: LabelledMessage) -> String { String(decoding: message.body, as: UTF8.self) }

    @Test func leavesAMessageWithoutALabelAsItIs() {
        let body = #"{ "channel": "C1", "text": "hello" }"#
        let message = Self.labelled(body, nil)
        #expect(Self.text(message) == body)
        #expect(message.channel == "C1")
    }

    @Test func putsTheLabelIntoTextAndBlocks() throws {
        let message = Self.labelled(#"{"channel":"C1","text":"ALERT: x","blocks":[{"type":"divider"}]}"#)
        let root = try JSONDocument(parsing: message.body).root
        #expect(root["text"]?.string == "DRILL, nobody has used a role: ALERT: x")
        #expect(root["blocks"]?.elements.count == 2)
        #expect(root["blocks"]?.elements.first?.compact.contains("DRILL") == true)
        #expect(message.channel == "C1")
        let findings = SlackMessage(body: try JSONDocument(parsing: message.body)).findings(for: .postMessage)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func labelsAMessageWithAllItsBlocksInItsTextAlone() throws {
        let blocks = Array(repeating: #"{"type":"divider"}"#, count: 50).joined(separator: ",")
        let root = try JSONDocument(parsing: Self.labelled(#"{"text":"x","blocks":[\#(blocks)]}"#).body).root
        #expect(root["blocks"]?.elements.count == 50)
        #expect(root["text"]?.string?.hasPrefix("DRILL") == true)
    }

    @Test(arguments: ["plain text", "[1]", #"{"summary":"x"}"#, "", "{"])
    func leavesOtherBodiesAlone(body: String) {
        let message = Self.labelled(body)
        #expect(Self.text(message) == body)
        #expect(message.channel == nil)
    }
}
