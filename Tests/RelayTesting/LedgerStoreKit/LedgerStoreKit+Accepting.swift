import Alerts
import Outbox
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
        Promise("all of one event's deliveries are queued, in order") { store in
            let plan = DeliveryPlan(deliveries: ["slack", "pager", "slack"].map { Sample.delivery(to: $0) })
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")) { _ in plan })
            #expect(pending.map(\.apiDestination) == ["slack", "pager", "slack"])
            #expect(pending.map(\.id) == pending.map(\.id).sorted())
            #expect(Set(pending.map(\.id)).count == 3)
            try await store.expectBalance()
        },
        Promise("a rule without targets only counts") { store in
            let submission = Sample.submission(of: try Sample.use("a")) { _ in .nothing }
            #expect(try await store.accepted(submission).isEmpty)
            #expect(try await store.allUses().count == 1)
            #expect(try await store.count(.matched(rule: "break-glass")) == 1)
            #expect(try await store.isDuplicate(submission))
        },
        Promise("every rule that matched is counted") { store in
            _ = try await store.accepted(Sample.submission(eventID: "e", rules: ["one", "two"]))
            #expect(try await store.count(.matched(rule: "one")) == 1)
            #expect(try await store.count(.matched(rule: "two")) == 1)
            #expect(try await store.count(.received(.accepted)) == 1)
        },
        Promise("what cannot be sent is a dead letter from the start") { store in
            let failure = DeadLetter(fault: .relay, errorCode: .invalidJSON, errorMessage: "the body is no JSON")
            let plan = DeliveryPlan(deliveries: [Sample.delivery(failure: failure), Sample.delivery(to: "pager")])
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")) { _ in plan })
            #expect(pending.map(\.apiDestination) == ["pager"])
            var filter = OutboxFilter()
            filter.states = [.dead]
            let dead = try await store.deliveries(filter, limit: 10)
            #expect(dead.map(\.deadLetter) == [failure])
            #expect(
                try await store.count(.deadLettered(apiDestination: "slack", fault: .relay, errorCode: .invalidJSON))
                    == 1)
            try await store.expectBalance()
        },
        Promise("answers come in the order of the submissions") { store in
            let known = Sample.submission(eventID: "known")
            _ = try await store.accepted(known)
            let answers = try await store.accept(
                [Sample.submission(eventID: "a"), known, Sample.submission(eventID: "b")], counting: [])
            #expect(answers.map { $0 == .duplicate } == [false, true, false])
            guard case .accepted(let first) = answers[0], case .accepted(let last) = answers[2] else { return }
            #expect(try #require(first.first).id < #require(last.first).id)
        },
        Promise("what is accepted at once from many tasks is all there") { store in
            let count = 200
            try await withThrowingTaskGroup { group in
                for number in 0..<count {
                    group.addTask {
                        // Each twice, from two tasks.
                        let submission = Sample.submission(of: try Sample.use("u\(number / 2)"))
                        _ = try await store.accept([submission], counting: [Count(.received(.noRule))])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.pending(after: nil, limit: 1_000).count == count / 2)
            #expect(try await store.count(.received(.accepted)) == Int64(count / 2))
            #expect(try await store.count(.received(.duplicate)) == Int64(count / 2))
            #expect(try await store.count(.received(.noRule)) == Int64(count))
            try await store.expectBalance()
        },
        Promise("a counter adds up and never overflows") { store in
            for _ in 0..<3 { _ = try await store.accept([], counting: [Count(.pruned, .max)]) }
            #expect(try await store.count(.pruned) == .max)
        },
        Promise("each key is a counter of its own") { store in
            let keys: [CountKey] =
                EventFate.allCases.map { .received($0) }
                + [
                    .matched(rule: "a"), .matched(rule: "A"), .folded(rule: "a"),
                    .planned(rule: "a", apiDestination: "b"), .planned(rule: "b", apiDestination: "a"),
                    .attempts(apiDestination: "a", outcome: .delivered), .retries(apiDestination: "a"),
                    .settled(apiDestination: "a", state: .dead), .reopened(apiDestination: "a", from: .dead),
                    .deadLettered(apiDestination: "a", fault: .relay, errorCode: .timeout),
                    .handedOver(from: "a", to: "b"), .redriven(apiDestination: "a"),
                    .latency(apiDestination: "a", upToMilliseconds: 10),
                    .latency(apiDestination: "a", upToMilliseconds: nil), .latencySumMilliseconds(apiDestination: "a"),
                    .roleUse(role: "r\0s", account: "1", outcome: "denied"),
                    .roleUse(role: "r\0t", account: "1", outcome: "denied"), .pruned,
                ]
            let counts = keys.enumerated().map { Count($0.element, Int64($0.offset) + 1) }
            _ = try await store.accept([], counting: counts)
            #expect(Set(try await store.counts()) == Set(counts))
        },
    ]
}
