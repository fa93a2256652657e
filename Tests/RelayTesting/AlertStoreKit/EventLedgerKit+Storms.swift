import Alerts
import Outbox
import Testing
import TextFormats

extension EventLedgerKit {
    private static let window = Duration.seconds(600)

    /// A use that is folded, so many seconds after noon.
    private static func folded(
        _ seconds: Int, who: String = "alice", isDenied: Bool = false, role: String = "1/Admin", delay: Int = 30
    ) throws -> Submission {
        let at = Sample.noon + .seconds(seconds)
        let fold = Sample.fold(
            who: who, at: at, window: window, summaryDelay: .seconds(delay), isDenied: isDenied, role: role)
        return Sample.submission(
            of: try Sample.use("\(role)-\(seconds)", who: who), receivedAt: at,
            plan: { _ in DeliveryPlan(folds: [fold]) })
    }

    private static func delivered(
        _ summary: Delivery, after seconds: Int, messageTimestamp: String?, told: Int?
    ) -> Settlement {
        Settlement(
            delivery: summary.id, attempt: Sample.attempt(at: Sample.noon + .seconds(seconds)),
            next: .delivered(messageTimestamp: messageTimestamp), announcedUses: told)
    }

    static let storms: [Promise] = [
        Promise("the first fold begins a storm, the next go into it") { store in
            let summary = try #require(try await store.accepted(folded(0)).first)
            #expect(summary.dueAt == Sample.noon)
            #expect(try await store.accepted(folded(10, who: "bob")).isEmpty)
            #expect(try await store.accepted(folded(599, who: "carol")).isEmpty)
            let begun = try #require(try await store.begin([summary.id], at: Sample.noon).first)
            #expect(begun.content.kind == .summary)
            #expect(
                begun.storm
                    == Storm(
                        key: Storm.Key(rule: "break-glass", target: "chat", role: "1/Admin"),
                        startedAt: Sample.noon, endsAt: Sample.noon + window, foldedUses: 3,
                        latestWho: "carol", latestAt: Sample.noon + .seconds(599)))
            #expect(try await store.count(.folded(rule: "break-glass")) == 3)
            #expect(try await store.count(.planned(rule: "break-glass", apiDestination: "slack")) == 1)
            #expect(try await store.allUses().count == 3)
            try await store.expectBalance()
        },
        Promise("another role, and a use after the storm's end, begin storms of their own") { store in
            let first = try await store.accepted(folded(0))
            let other = try await store.accepted(folded(5, role: "2/Admin"))
            let later = try await store.accepted(folded(600))
            #expect(Set((first + other + later).map(\.id)).count == 3)
        },
        Promise("refused uses are told in a summary of their own") { store in
            let allowed = try #require(try await store.accepted(folded(0)).first)
            let refused = try #require(try await store.accepted(folded(1, isDenied: true)).first)
            #expect(try await store.accepted(folded(2, isDenied: true)).isEmpty)
            #expect(try await store.accepted(folded(3)).isEmpty)
            let begun = try await store.begin([allowed.id, refused.id], at: Sample.noon)
            #expect(begun.map(\.storm?.key.isDenied) == [false, true])
            #expect(begun.map(\.storm?.foldedUses) == [2, 2])
            #expect(begun.map(\.storm?.deniedUses) == [0, 2])
            try await store.expectBalance()
        },
        Promise("a summary that told everything rests") { store in
            let summary = try await store.begun(folded(0))
            #expect(try await store.settle(delivered(summary, after: 1, messageTimestamp: "1.1", told: 1)).isEmpty)
            #expect(try await store.delivery(summary.id)?.delivery.state == .delivered)
            try await store.expectBalance()
        },
        Promise("a summary with more to tell is sent again shortly, where its message can be updated") { store in
            let summary = try await store.begun(folded(0))
            #expect(try await store.accepted(folded(1)).isEmpty)
            let again = try await store.settle(delivered(summary, after: 2, messageTimestamp: "1.1", told: 1))
            #expect(again.map(\.id) == [summary.id])
            #expect(again.first?.attempts == 0)
            let endedAt = Sample.attempt(at: Sample.noon + .seconds(2)).endedAt
            #expect(again.first?.dueAt == endedAt + Storm.updateDelay)
            #expect(try await store.pending(after: nil, limit: 10) == again)
            let begun = try #require(try await store.begin([summary.id], at: endedAt).first)
            #expect(begun.storm?.messageTimestamp == "1.1")
            #expect(begun.storm?.announcedUses == 1)
            #expect(begun.storm?.foldedUses == 2)
            try await store.expectBalance()
            // An update has no timestamp to tell: the message keeps its own.
            #expect(try await store.settle(delivered(begun, after: 6, messageTimestamp: nil, told: 2)).isEmpty)
            let record = try #require(try await store.delivery(summary.id))
            #expect(record.delivery.storm?.messageTimestamp == "1.1")
            #expect(record.attempts.map(\.number) == [1, 2])
            try await store.expectBalance()
        },
        Promise("a summary that cannot be updated is sent again before its uses have waited too long") { store in
            let summary = try await store.begun(folded(0, delay: 20))
            _ = try await store.accepted(folded(1, delay: 20))
            let again = try await store.settle(delivered(summary, after: 2, messageTimestamp: nil, told: 1))
            #expect(again.map(\.dueAt) == [Sample.noon + .seconds(20)])
            let begun = try #require(try await store.begin([summary.id], at: Sample.noon + .seconds(20)).first)
            #expect(begun.storm?.summaryDelay == .seconds(20))
            #expect(try await store.settle(delivered(begun, after: 21, messageTimestamp: nil, told: 2)).isEmpty)
            #expect(
                try await store.accepted(folded(590, delay: 20)).map(\.dueAt) == [Sample.noon + window],
                "or when the storm ends")
        },
        Promise("a fold into a delivered summary has it sent again") { store in
            let summary = try await store.begun(folded(0))
            _ = try await store.settle(delivered(summary, after: 1, messageTimestamp: "1.1", told: 1))
            let again = try await store.accepted(folded(30))
            #expect(again.map(\.id) == [summary.id])
            #expect(again.map(\.dueAt) == [Sample.noon + .seconds(30) + Storm.updateDelay])
            #expect(try await store.accepted(folded(31)).isEmpty)
            try await store.expectBalance()
        },
        Promise("a summary that does not say how much it told has told everything") { store in
            let summary = try await store.begun(folded(0))
            _ = try await store.accepted(folded(1))
            #expect(try await store.settle(delivered(summary, after: 2, messageTimestamp: "1.1", told: nil)).isEmpty)
        },
        Promise("after a summary was given up the next use begins a storm") { store in
            let summary = try await store.begun(folded(0))
            _ = try await store.settle(
                Settlement(delivery: summary.id, attempt: Sample.attempt(.refused), next: .dead(Sample.refusal)))
            let next = try #require(try await store.accepted(folded(1)).first)
            #expect(next.id != summary.id)
            var filter = OutboxFilter()
            filter.ids = [next.id]
            #expect(try await store.drop(filter, because: Sample.note) == 1)
            #expect(try await store.accepted(folded(2)).count == 1)
            try await store.expectBalance()
        },
        Promise("a summary that waits gathers uses, and tells them when it is redriven") { store in
            let summary = try await store.begun(folded(0))
            _ = try await store.settle(
                Settlement(
                    delivery: summary.id, attempt: Sample.attempt(.misconfigured), next: .waiting(Sample.refusal)))
            #expect(try await store.accepted(folded(1)).isEmpty)
            #expect(try await store.redrive(OutboxFilter(), because: Sample.note) == 1)
            let begun = try #require(try await store.begin([summary.id], at: Sample.noon).first)
            #expect(begun.storm?.foldedUses == 2)
        },
        Promise("latency is counted for the first news of a storm alone") { store in
            let summary = try await store.begun(folded(0))
            _ = try await store.accepted(folded(1))
            _ = try await store.settle(delivered(summary, after: 2, messageTimestamp: "1.1", told: 1))
            let begun = try #require(try await store.begin([summary.id], at: Sample.noon).first)
            _ = try await store.settle(delivered(begun, after: 6, messageTimestamp: nil, told: 2))
            #expect(try await store.count(.settled(apiDestination: "slack", state: .delivered)) == 2)
            #expect(try await store.count(.latencySumMilliseconds(apiDestination: "slack")) == 2_040)
            #expect(try await store.count(.latency(apiDestination: "slack", upToMilliseconds: 2_500)) == 1)
        },
    ]
}
