import JSONText
import SlackMessages
import Testing
import TextFormats

struct StormSummaryTests {
    static let start = Timestamp(milliseconds: 1_772_442_847_000)

    static func summary(
        _ uses: Int = 12, denied: Int = 2, who: String = "bob", after seconds: Int64 = 200
    ) -> StormSummary {
        StormSummary(
            account: "111122223333", role: "ops/BreakGlassAdmin", uses: uses, deniedUses: denied, startedAt: start,
            latestAt: start + .seconds(seconds), latestWho: who)
    }

    @Test func saysHowManyWhereAndWhoLast() {
        #expect(
            Self.summary().sentence
                == "12 further uses of ops/BreakGlassAdmin in 111122223333 within 4 minutes, 2 denied, latest by bob at "
                + "2026-03-02T09:17:27Z; each is in the ledger.")
        #expect(Self.summary(1, denied: 0, after: 0).sentence.hasPrefix("1 further use of"))
        #expect(Self.summary(after: 0).sentence.contains("within 1 minute,"))
        #expect(Self.summary(after: 61).sentence.contains("within 2 minutes,"))
    }

    @Test func makesNamesInert() {
        let sentence = Self.summary(who: "<!channel> @here").sentence
        #expect(!sentence.contains("<!channel>"))
        #expect(sentence.contains("&lt;!channel&gt;"))
    }

    @Test func replacesTheTextAndKeepsTheChannel() throws {
        let body = #"{"channel":"C1","text":"one use","blocks":[{}],"metadata":{},"attachments":[],"username":"relay"}"#
        let root = try JSONDocument(parsing: Self.summary().body(from: Array(body.utf8))).root
        #expect(root.members.map(\.name) == ["channel", "username", "text"])
        #expect(root["channel"]?.string == "C1")
        #expect(root["text"]?.string == Self.summary().sentence)
    }

    @Test(arguments: ["", "no JSON", "[1]", "\"text\""])
    func replacesABodyThatIsNotAnObject(body: String) {
        let summary = Self.summary()
        #expect(summary.body(from: Array(body.utf8)) == Array(summary.sentence.utf8))
    }
}
