import Outbox
import Testing

struct CounterChangesTests {
    private static func use(_ role: String, _ account: String = "1") -> CounterKey {
        .roleUse(role: role, account: account, outcome: "denied")
    }

    @Test func namesThatCallersChooseAreCut() {
        let limit = CounterKey.nameBytesLimit
        let long = String(repeating: "x", count: limit)
        var changes = CounterChanges()
        for name in [long, long + "a", long + "b"] { changes.add(Self.use(name)) }
        changes.add(Self.use("r", long + "a"))
        // Cut where a character ends.
        changes.add(Self.use(String(repeating: "é", count: limit)), 5)
        changes.add(Self.use("x" + String(repeating: "é", count: limit)), 7)
        #expect(
            changes.totals == [
                Self.use(long): 3, Self.use("r", long): 1, Self.use(String(repeating: "é", count: limit / 2)): 5,
                Self.use("x" + String(repeating: "é", count: limit / 2 - 1)): 7,
            ])
    }

    @Test func onlyCountersThatCallersNameAreBounded() {
        #expect(Self.use("r").boundedOutcome == "denied")
        #expect(Self.use("r").shared == Self.use(CounterKey.others, CounterKey.others))
        for key in [CounterKey.pruned, .matched(rule: "r"), Self.use("r").shared] {
            #expect(key.boundedOutcome == nil)
            #expect(key.shared == key)
        }
    }
}
