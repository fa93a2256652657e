import JSONText
import Testing

@testable import RelayCore

struct MarkedMessageTests {
    static func marked(_ body: String, _ origin: EventOrigin) -> MarkedMessage {
        MarkedMessage(Array(body.utf8), origin: origin)
    }

    static func text(_ message: MarkedMessage) -> String { String(decoding: message.body, as: UTF8.self) }

    @Test func aLiveMessageIsLeftAsItIs() {
        let body = #"{ "channel": "C1", "text": "hello" }"#
        let message = Self.marked(body, .live)
        #expect(Self.text(message) == body)
        #expect(message.headers.isEmpty)
        #expect(message.channel == "C1")
    }

    @Test func aDrillSaysSoInTextAndBlocks() throws {
        let message = Self.marked(
            #"{"channel":"C1","text":"ALERT: x","blocks":[{"type":"divider"}]}"#, .drill(id: "d-1"))
        let root = try JSONDocument(parsing: message.body).root
        #expect(root["text"]?.string == "DRILL, nobody has used a role: ALERT: x")
        #expect(root["blocks"]?.elements.count == 2)
        #expect(root["blocks"]?.elements.first?.compact.contains("DRILL") == true)
        #expect(message.headers == [.init(name: "X-Relay-Origin", value: "drill")])
        let findings = SlackMessage(body: try JSONDocument(parsing: message.body)).findings(for: .postMessage)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func whatIsLateSaysSo() throws {
        let root = try JSONDocument(parsing: Self.marked(#"{"text":"ALERT: x"}"#, .archive).body).root
        #expect(root["text"]?.string?.hasPrefix("LATE") == true)
    }

    @Test func aFullMessageIsMarkedInItsTextAlone() throws {
        let blocks = Array(repeating: #"{"type":"divider"}"#, count: 50).joined(separator: ",")
        let root = try JSONDocument(
            parsing: Self.marked(#"{"text":"x","blocks":[\#(blocks)]}"#, .drill(id: "d")).body
        ).root
        #expect(root["blocks"]?.elements.count == 50)
        #expect(root["text"]?.string?.hasPrefix("DRILL") == true)
    }

    @Test(arguments: ["plain text", "[1]", #"{"summary":"x"}"#, "", "{"])
    func otherBodiesAreLeftAlone(body: String) {
        let message = Self.marked(body, .drill(id: "d"))
        #expect(Self.text(message) == body)
        #expect(message.headers.count == 1)
        #expect(message.channel == nil)
    }
}
