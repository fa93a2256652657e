import JSONText
import RelayCore
import Testing

struct StormSummaryTests {
    static let start = Timestamp(milliseconds: 1_772_442_847_000)

    static func storm(_ uses: Int = 12, denied: Int = 2, who: String = "bob", after seconds: Int64 = 200) -> Storm {
        Storm(
            key: .init(rule: "r", target: "t", role: "111122223333/ops/BreakGlassAdmin"), startedAt: start,
            endsAt: start + .seconds(600), foldedUses: uses, deniedUses: denied, latestWho: who,
            latestAt: start + .seconds(seconds))
    }

    @Test func saysHowManyWhereAndWhoLast() {
        #expect(
            StormSummary(Self.storm()).sentence
                == "12 further uses of ops/BreakGlassAdmin in 111122223333 within 4 minutes, 2 denied, latest by bob at "
                + "2026-03-02T09:17:27Z; each is in the ledger.")
        #expect(StormSummary(Self.storm(1, denied: 0, after: 0)).sentence.hasPrefix("1 further use of"))
        #expect(StormSummary(Self.storm(after: 0)).sentence.contains("within 1 minute,"))
        #expect(StormSummary(Self.storm(after: 61)).sentence.contains("within 2 minutes,"))
    }

    @Test func whoeverItWasCannotMentionAnybody() {
        let sentence = StormSummary(Self.storm(who: "<!channel> @here")).sentence
        #expect(!sentence.contains("<!channel>"))
        #expect(sentence.contains("&lt;!channel&gt;"))
    }

    @Test func replacesWhatTheMessageSaysAndKeepsWhereItGoes() throws {
        let body = #"{"channel":"C1","text":"one use","blocks":[{}],"metadata":{},"attachments":[],"username":"relay"}"#
        let root = try JSONDocument(parsing: StormSummary(Self.storm()).body(from: Array(body.utf8))).root
        #expect(root.members.map(\.name) == ["channel", "username", "text"])
        #expect(root["channel"]?.string == "C1")
        #expect(root["text"]?.string == StormSummary(Self.storm()).sentence)
    }

    @Test(arguments: ["", "no JSON", "[1]", "\"text\""])
    func aBodyThatIsNoObjectIsTheSentence(body: String) {
        let summary = StormSummary(Self.storm())
        #expect(summary.body(from: Array(body.utf8)) == Array(summary.sentence.utf8))
    }
}
