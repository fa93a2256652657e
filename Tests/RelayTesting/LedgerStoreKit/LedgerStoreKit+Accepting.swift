import CloudTrail
import RelayCore
import Testing

extension LedgerStoreKit {
    static let accepting: [Promise] = [
        Promise("an event is queued, put on record and counted") { store in
            let use = try Sample.use("a")
            let pending = try await store.accepted(Sample.submission(of: use))
            #expect(pending.map(\.apiDestination) == ["slack"])
            #expect(try await store.pending(after: nil, limit: 10) == pending)
            let uses = try await store.allUses()
            #expect(uses == [LedgerUse(use, id: uses.first?.id ?? 0, receivedAt: Sample.noon, origin: .live)])
            #expect(try await store.count(.received(.accepted)) == 1)
            #expect(try await store.count(.matched(rule: "break-glass")) == 1)
            #expect(try await store.count(.planned(rule: "break-glass", apiDestination: "slack")) == 1)
            #expect(
                try await store.count(
                    .roleUse(role: "BreakGlassAdmin", account: "111122223333", outcome: "allowed")) == 1)
            try await store.expectBalance()
        },
        Promise("what no rule matched is counted with the rest") { store in
            let answers = try await store.accept(
                [], counting: [Count(.received(.noRule), 3), Count(.received(.invalid)), Count(.received(.noRule))])
            #expect(answers.isEmpty)
            #expect(try await store.count(.received(.noRule)) == 4)
            #expect(try await store.count(.received(.invalid)) == 1)
        },
    ]
}
