import Alerts
import Outbox
import Rules
import Testing
import TextFormats

extension LedgerStoreKit {
    private static let day = Duration.seconds(86_400)

    private static var retention: Retention {
        var retention = Retention()
        (retention.outboxDays, retention.dedupeDays, retention.ledgerDays) = (10, 20, 30)
        return retention
    }

    static let retaining: [Promise] = [
        Promise("each kind is kept for its own time") { store in
            let use = try Sample.use("a")
            let delivery = try await store.begun(Sample.submission(of: use))
            _ = try await store.settle(
                Settlement(delivery: delivery.id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil)))
            #expect(try await store.prune(retention, at: Sample.noon + day * 10) == 0)
            #expect(try await store.prune(retention, at: Sample.noon + day * 11) == 1)
            #expect(try await store.delivery(delivery.id) == nil)
            #expect(try await store.isDuplicate(Sample.submission(of: use)))
            #expect(try await store.prune(retention, at: Sample.noon + day * 21) == 1)
            #expect(try await store.allUses().count == 1)
            #expect(try await store.prune(retention, at: Sample.noon + day * 31) == 1)
            #expect(try await store.allUses().isEmpty)
            #expect(try await store.count(.pruned) == 3)
            try await store.expectBalance()
        },
        Promise("what is not settled is never too old") { store in
            let ids = try await [
                store.accepted(Sample.submission(of: Sample.use("a"))).map(\.id),
                store.accepted(Sample.submission(of: Sample.use("b"))).map(\.id),
                store.accepted(Sample.submission(of: Sample.use("c"))).map(\.id),
            ].joined()
            let begun = try await store.begin(Array(ids.dropFirst()), at: Sample.noon)
            _ = try await store.settle(
                Settlement(
                    delivery: begun[1].id, attempt: Sample.attempt(.misconfigured), next: .waiting(Sample.refusal)))
            _ = try await store.prune(retention, at: Sample.noon + day * 1_000)
            for id in ids { #expect(try await store.delivery(id) != nil) }
        },
        Promise("more goes than one transaction removes, and usage follows") { store in
            let count = 1_234
            for start in stride(from: 0, to: count, by: 200) {
                let submissions = try (start..<min(count, start + 200)).map {
                    Sample.submission(of: try Sample.use("u\($0)"), origin: .archive, alerts: false)
                }
                _ = try await store.accept(submissions, counting: [])
            }
            let recent = try Sample.use("recent", at: Sample.noon + day * 20)
            _ = try await store.accepted(Sample.submission(of: recent, origin: .archive, alerts: false))
            #expect(try await store.prune(retention, at: Sample.noon + day * 31) == 2 * count + 1)
            #expect(try await store.allUses().map(\.eventID) == ["recent"])
            let next = Sample.submission(of: try Sample.use("next", at: Sample.noon + day * 20)) { context in
                #expect(context.usage?.ordinal == 2)
                return .nothing
            }
            _ = try await store.accepted(next)
        },
        Promise("an id is not given out again") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            _ = try await store.settle(
                Settlement(delivery: delivery.id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil)))
            _ = try await store.prune(retention, at: Sample.noon + day * 100)
            let next = try await store.accepted(Sample.submission(of: Sample.use("b")))
            #expect(try #require(next.first).id > delivery.id)
        },
        Promise("drills go with their deliveries, storms with their summaries") { store in
            let drill = try await store.begun(Sample.submission(of: Sample.use("a"), origin: .drill(id: "d")))
            let storm = try await store.begun(
                Sample.submission(of: Sample.use("b")) { _ in DeliveryPlan(folds: [Sample.fold()]) })
            for delivery in [drill, storm] {
                _ = try await store.settle(
                    Settlement(
                        delivery: delivery.id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil)))
            }
            _ = try await store.prune(retention, at: Sample.noon + day * 11)
            #expect(try await store.drills(limit: 10).isEmpty)
            #expect(try await store.deliveries(OutboxFilter(), limit: 10).isEmpty)
        },
    ]
}
