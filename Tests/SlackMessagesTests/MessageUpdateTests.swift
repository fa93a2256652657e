import JSONText
import SlackMessages
import Testing

struct MessageUpdateTests {
    static let body = Array(#"{"channel":"C0123ABCD","text":"2 further uses"}"#.utf8)

    @Test func namesTheMessageItReplaces() throws {
        let update = try #require(MessageUpdate(of: "1772442847.000100", body: Self.body))
        let root = try JSONDocument(parsing: update.body).root
        #expect(root["ts"]?.string == "1772442847.000100")
        #expect(root["channel"]?.string == "C0123ABCD")
        #expect(root["text"]?.string == "2 further uses")
    }

    @Test(arguments: ["#alerts", "alerts", "C012", "c0123abcd", ""])
    func needsAChannelByItsID(channel: String) {
        let body = Array(#"{"channel":\#(JSONString.quoted(channel)),"text":"x"}"#.utf8)
        #expect(MessageUpdate(of: "1772442847.000100", body: body) == nil)
    }

    @Test(arguments: [
        ("https://slack.com/api/chat.postMessage", "https://slack.com/api/chat.update"),
        ("https://slack.com/api/chat.postMessage/", "https://slack.com/api/chat.update/"),
        ("https://slack.com/api/chat.postMessage?pretty=1", "https://slack.com/api/chat.update?pretty=1"),
        ("https://gateway.example/slack/chat.postMessage/?a=/", "https://gateway.example/slack/chat.update/?a=/"),
    ])
    func goesToTheMethodBeside(address: String, expected: String) throws {
        let update = try #require(MessageUpdate(of: "1772442847.000100", body: Self.body))
        #expect(SlackEndpoint(address: address) == .postMessage)
        #expect(update.address(from: address) == expected)
    }
}
