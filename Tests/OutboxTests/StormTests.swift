import Outbox
import SlackMessages
import Testing
import TextFormats

struct StormTests {
    @Test(arguments: [
        ("111122223333/BreakGlassAdmin", "111122223333", "BreakGlassAdmin"),
        ("111122223333/ops/BreakGlassAdmin", "111122223333", "ops/BreakGlassAdmin"), ("unknown", "unknown", "unknown"),
    ])
    func isSummarisedByAccountAndRole(key: String, account: String, role: String) {
        let start = Timestamp(milliseconds: 1_772_442_847_000)
        let storm = Storm(
            key: .init(rule: "r", target: "t", role: key), startedAt: start, endsAt: start + .seconds(600),
            foldedUses: 12, deniedUses: 2, latestWho: "bob", latestAt: start + .seconds(200))
        let summary = storm.summary
        #expect(summary.account == account)
        #expect(summary.role == role)
        #expect(summary.uses == 12)
        #expect(summary.deniedUses == 2)
        #expect(summary.startedAt == start)
        #expect(summary.latestAt == start + .seconds(200))
        #expect(summary.latestWho == "bob")
    }
}
