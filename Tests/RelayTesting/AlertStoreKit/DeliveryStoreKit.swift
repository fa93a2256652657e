import Alerts
import Outbox
import Testing
import TextFormats

extension DeliveryStoreKit {
    private static func settlement(
        _ delivery: Delivery, _ outcome: AttemptOutcome.Kind, at moment: Timestamp = Sample.noon, _ next: NextStep
    ) -> Settlement {
        Settlement(delivery: delivery.id, attempt: Sample.attempt(outcome, at: moment), next: next)
    }

    static let delivering: [Promise] = [
        Promise("a delivery goes from pending to delivered") { store in
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")))
            let begun = try await store.begin(pending.map(\.id), at: Sample.noon)
            #expect(begun.map(\.state) == [.sending])
            #expect(begun.map(\.content) == [Sample.delivery()])
            #expect(try await store.begin(pending.map(\.id), at: Sample.noon).isEmpty)
            #expect(try await store.pending(after: nil, limit: 10).isEmpty)
            let settled = settlement(begun[0], .delivered, .delivered(messageTimestamp: "1.2"))
            #expect(try await store.settle(settled).isEmpty)
            let record = try #require(try await store.delivery(pending[0].id))
            #expect(record.delivery.state == .delivered)
            #expect(record.delivery.dueAt == settled.attempt.endedAt)
            #expect(record.delivery.attempts == 1)
            var attempt = settled.attempt
            attempt.number = 1
            #expect(record.attempts == [attempt])
            #expect(try await store.backlog().isEmpty)
            #expect(try await store.count(.attempts(apiDestination: "slack", outcome: .delivered)) == 1)
            #expect(try await store.count(.settled(apiDestination: "slack", state: .delivered)) == 1)
            try await store.expectBalance()
        },
        Promise("what gives way is known wherever deliveries are pending") { store in
            let both = [true, false].map { Sample.delivery(givesWay: $0) }
            let pending = try await store.accepted(
                Sample.submission(of: Sample.use("a")) { _ in DeliveryPlan(deliveries: both) })
            #expect(pending.map(\.givesWay) == [true, false])
            #expect(try await store.pending(after: nil, limit: 10) == pending)
            let begun = try await store.begin(pending.map(\.id), at: Sample.noon)
            #expect(begun.map(\.content) == both)
            var settlement = settlement(begun[1], .refused, .dead(Sample.refusal))
            settlement.failover = Sample.delivery(to: "pager", givesWay: true)
            #expect(try await store.settle(settlement).map(\.givesWay) == [true])
        },
        Promise("a delivery is tried again when it is due") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            let due = Sample.noon + .seconds(30)
            let failed = settlement(delivery, .unrenderable, .later(dueAt: due, asPlainText: true))
            #expect(try await store.settle(failed).isEmpty)
            let pending = try await store.pending(after: nil, limit: 10)
            #expect(pending.map(\.dueAt) == [due])
            #expect(pending.map(\.attempts) == [1])
            let again = try #require(try await store.begin([delivery.id], at: due).first)
            #expect(again.sendsPlainText)
            #expect(again.startedAt == delivery.startedAt)
            _ = try await store.settle(settlement(again, .delivered, at: due, .delivered(messageTimestamp: nil)))
            #expect(try await store.delivery(delivery.id)?.attempts.map(\.number) == [1, 2])
            #expect(try await store.count(.retries(apiDestination: "slack")) == 1)
            try await store.expectBalance()
        },
        Promise("what waits and what is dead keep their reasons") { store in
            let waiting = try await store.begun(Sample.submission(of: Sample.use("a")))
            _ = try await store.settle(settlement(waiting, .misconfigured, .waiting(Sample.refusal)))
            let dead = try await store.begun(Sample.submission(of: Sample.use("b")))
            _ = try await store.settle(settlement(dead, .refused, .dead(Sample.refusal)))
            #expect(try await store.delivery(waiting.id)?.delivery.deadLetter == Sample.refusal)
            #expect(try await store.delivery(dead.id)?.delivery.deadLetter == Sample.refusal)
            #expect(try await store.pending(after: nil, limit: 10).isEmpty)
            #expect(try await store.backlog().map(\.state) == [.dead, .waiting])
            #expect(
                try await store.count(
                    .deadLettered(apiDestination: "slack", fault: .destination, errorCode: .errorFromTarget)) == 1)
            try await store.expectBalance()
        },
        Promise("settling a delivery that is not being sent does nothing") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            let delivered = settlement(delivery, .delivered, .delivered(messageTimestamp: nil))
            _ = try await store.settle(delivered)
            let (record, counts) = (try await store.delivery(delivery.id), Set(try await store.counts()))
            _ = try await store.settle(delivered)
            _ = try await store.settle(settlement(delivery, .refused, .dead(Sample.refusal)))
            var unknown = delivered
            unknown.delivery = DeliveryID("9999")
            #expect(try await store.settle(unknown).isEmpty)
            #expect(try await store.delivery(delivery.id) == record)
            #expect(Set(try await store.counts()) == counts)
        },
        Promise("another destination is given a copy, once") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            var copy = Sample.delivery(to: "pager")
            copy.kind = .failover(of: delivery.id)
            var failed = settlement(delivery, .failed, .later(dueAt: Sample.noon, asPlainText: false))
            failed.failover = copy
            let pending = try await store.settle(failed)
            #expect(pending.map(\.apiDestination) == ["pager"])
            let first = try #require(pending.first)
            let kept = try #require(try await store.delivery(first.id)).delivery
            #expect(kept.content == copy)
            #expect(kept.event == delivery.event)
            #expect(kept.eventID == delivery.eventID)
            #expect(kept.receivedAt == delivery.receivedAt)
            #expect(kept.startedAt == failed.attempt.endedAt)
            let again = try #require(try await store.begin([delivery.id], at: Sample.noon).first)
            #expect(again.hasFailedOver)
            #expect(try await store.settle(failed).isEmpty)
            #expect(try await store.count(.handedOver(from: "slack", to: "pager")) == 1)
            #expect(try await store.count(.planned(rule: "break-glass", apiDestination: "pager")) == 1)
            try await store.expectBalance()
        },
        Promise("what a crash cut short is sent again, and says so") { store in
            let begun = try await store.begun(Sample.submission(of: Sample.use("a")))
            let other = try await store.accepted(Sample.submission(of: Sample.use("b")))
            let now = Sample.noon + .seconds(7)
            #expect(try await store.recoverInterrupted(at: now) == 1)
            #expect(try await store.recoverInterrupted(at: now) == 0)
            let pending = try await store.pending(after: nil, limit: 10)
            #expect(pending.map(\.id) == [begun.id] + other.map(\.id))
            #expect(pending.map(\.dueAt) == [now, Sample.noon])
            #expect(pending.map(\.attempts) == [1, 0])
            let attempt = try #require(try await store.delivery(begun.id)?.attempts.first)
            #expect(attempt.outcome == .interrupted)
            #expect(attempt.startedAt == Sample.noon)
            #expect(attempt.endedAt == now)
            #expect(try await store.count(.attempts(apiDestination: "slack", outcome: .interrupted)) == 1)
            try await store.expectBalance()
        },
        Promise("interruptions in a row are counted, until an outcome or a redrive ends the row") { store in
            let id = try await store.begun(Sample.submission(of: Sample.use("a"))).id
            func expect(_ count: Int, _ comment: Comment) async throws {
                #expect(try await store.standing(of: id)?.interruptions == count, comment)
                #expect(try await store.delivery(id)?.delivery.interruptions == count, comment)
                for pending in try await store.pending(after: nil, limit: 10) {
                    #expect(pending.interruptions == count, comment)
                }
            }
            var now = Sample.noon
            /// Ends its lease, and begins it again.
            func interrupt(_ count: Int) async throws -> Delivery {
                now = now + .seconds(60)
                #expect(try await store.recoverInterrupted(at: now) == 1)
                try await expect(count, "recovered")
                let begun = try #require(try await store.begin([id], at: now).first)
                #expect(begun.interruptions == count)
                return begun
            }
            for count in 1...2 { _ = try await interrupt(count) }
            var delivery = try await interrupt(3)
            _ = try await store.settle(settlement(delivery, .failed, .later(dueAt: now, asPlainText: false)))
            try await expect(0, "an outcome")
            _ = try await store.begin([id], at: now)
            delivery = try await interrupt(1)
            _ = try await store.settle(settlement(delivery, .refused, .dead(Sample.refusal)))
            #expect(try await store.redrive(OutboxFilter(), because: Sample.note) == 1)
            try await expect(0, "a redrive")
        },
        Promise("a pending delivery says when it is tried for the last time") { store in
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")))
            let lastTryAt = RetrySchedule(Sample.delivery().retryPolicy, startedAt: Sample.noon).lastTryAt
            #expect(pending.map(\.lastTryAt) == [lastTryAt])
            #expect(try await store.pending(after: nil, limit: 10).map(\.lastTryAt) == [lastTryAt])
        },
        Promise("pending deliveries come in the order of acceptance, a page at a time") { store in
            var ids: [DeliveryID] = []
            for number in 0..<7 {
                ids += try await store.accepted(Sample.submission(of: Sample.use("u\(number)"))).map(\.id)
            }
            _ = try await store.begin([ids.remove(at: 3)], at: Sample.noon)
            for limit in 1...7 {
                var (found, last): ([DeliveryID], Int64?) = ([], nil)
                while true {
                    let page = try await store.pending(after: last, limit: limit)
                    #expect(page.count <= limit)
                    found += page.map(\.id)
                    last = page.last?.sequence ?? last
                    if page.isEmpty { break }
                }
                #expect(found == ids, "pages of \(limit)")
            }
            #expect(try await store.pending(after: nil, limit: 0).isEmpty)
        },
        Promise("many are begun in the order asked for") { store in
            let plan = DeliveryPlan(deliveries: (0..<5).map { Sample.delivery(body: "\($0)") })
            let ids = try await store.accepted(Sample.submission(of: Sample.use("a")) { _ in plan }).map(\.id)
            let order = [ids[4], ids[0], DeliveryID(9_999), ids[2], ids[0]]
            #expect(try await store.begin(order, at: Sample.noon).map(\.id) == [ids[4], ids[0], ids[2]])
        },
        Promise("latency falls into the first bound that holds it") { store in
            let cases: [(milliseconds: Int, bound: Int?)] = [
                (0, 10), (10, 10), (11, 25), (86_400_000, 86_400_000), (86_400_001, nil),
            ]
            for (number, row) in cases.enumerated() {
                let delivery = try await store.begun(Sample.submission(of: Sample.use("u\(number)")))
                var settled = settlement(delivery, .delivered, .delivered(messageTimestamp: nil))
                settled.attempt.endedAt = Sample.noon + .milliseconds(row.milliseconds)
                let before = try await store.count(.latency(apiDestination: "slack", upToMilliseconds: row.bound))
                _ = try await store.settle(settled)
                let after = try await store.count(.latency(apiDestination: "slack", upToMilliseconds: row.bound))
                #expect(after == before + 1, "\(row.milliseconds) ms")
            }
            let sum = Int64(cases.reduce(0) { $0 + $1.milliseconds })
            #expect(try await store.count(.latencySumMilliseconds(apiDestination: "slack")) == sum)
        },
    ]
}

// MARK: - Leases

extension DeliveryStoreKit {
    private static func delivered(_ delivery: Delivery) -> Settlement {
        Settlement(delivery: delivery.id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil))
    }

    private static func lease(_ owner: String, _ seconds: Int) -> DeliveryLease {
        DeliveryLease(owner: owner, until: Sample.noon + .seconds(seconds))
    }

    static let leases: [Promise] = [
        Promise("what is begun is leased to the one who begins it") { store in
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")))
            let id = try #require(pending.first).id
            #expect(try await store.standing(of: id)?.lease == nil)
            let lease = lease("a", 60)
            let begun = try #require(try await store.begin([id], at: Sample.noon, as: lease).first)
            let standing = try #require(try await store.standing(of: id))
            #expect(standing.lease == lease)
            #expect(standing.begunAt == Sample.noon)
            #expect(try await store.begin([id], at: Sample.noon, as: Self.lease("b", 60)).isEmpty)
            #expect(try await store.settle(delivered(begun), by: "b") == .leaseLost)
            #expect(try await store.settle(delivered(begun), by: "a") == .settled([]))
            #expect(try await store.standing(of: id)?.lease == nil)
            #expect(try await store.standing(of: DeliveryID("none")) == nil)
        },
        Promise("a lease that has run out is still good until somebody takes over") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            // Its own owner does not take it over, however late it is.
            let late = Sample.noon + .seconds(86_400)
            #expect(try await store.recoverInterrupted(at: late, by: Sample.owner) == 0)
            #expect(try await store.settle(delivered(delivery), by: Sample.owner) == .settled([]))
            try await store.expectBalance()
        },
        Promise("a lease that has run out is recovered once, however many ask") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            let now = Sample.noon + .seconds(5)
            let recovered = try await withThrowingTaskGroup { group in
                for owner in ["b", "c", "d"] {
                    group.addTask { try await store.recoverInterrupted(at: now, by: owner) }
                }
                return try await group.reduce(0, +)
            }
            #expect(recovered == 1)
            let record = try #require(try await store.delivery(delivery.id))
            #expect(record.delivery.state == .pending)
            #expect(record.delivery.attempts == 1)
            #expect(record.attempts.map(\.outcome) == [.interrupted])
            try await store.expectBalance()
        },
        Promise("the settlement of one whose lease was taken over does nothing, and says so") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            let now = Sample.noon + .seconds(6)
            #expect(try await store.recoverInterrupted(at: now, by: "b") == 1)
            let counts = Set(try await store.counts())
            #expect(try await store.settle(delivered(delivery), by: Sample.owner) == .leaseLost)
            let again = try #require(try await store.begin([delivery.id], at: now, as: lease("b", 60)).first)
            #expect(try await store.settle(delivered(delivery), by: Sample.owner) == .leaseLost)
            #expect(Set(try await store.counts()) == counts)
            #expect(try await store.delivery(delivery.id)?.attempts.count == 1)
            #expect(try await store.settle(delivered(again), by: "b") == .settled([]))
            try await store.expectBalance()
        },
        Promise("a plan whose delivery has changed is left out, and the others are written") { store in
            let first = try await store.begun(Sample.submission(of: Sample.use("a")))
            let second = try await store.begun(Sample.submission(of: Sample.use("b")))
            var plans: [SettlementPlan] = []
            for delivery in [first, second] {
                let standing = try #require(try await store.standing(of: delivery.id))
                plans.append(SettlementPlan(delivered(delivery), on: standing))
            }
            _ = try await store.settle(delivered(first), by: Sample.owner)
            #expect(try await store.commit(plans).map { $0 == nil } == [true, false])
            #expect(try await store.delivery(first.id)?.attempts.count == 1)
            #expect(try await store.delivery(second.id)?.delivery.state == .delivered)
            try await store.expectBalance()
        },
    ]
}

// MARK: - Several processes on one store

extension DeliveryStoreKit {
    /// What a store promises that several processes deliver out of at once. SQLite's, opened by its only server, does
    /// not: it knows that every other owner has ended.
    public static let shared: [Promise] = [
        Promise("a lease that has not run out is left alone by others") { store in
            let delivery = try await store.begun(Sample.submission(of: Sample.use("a")))
            let end = Sample.noon + .seconds(5)
            #expect(try await store.recoverInterrupted(at: end - .milliseconds(1), by: "b") == 0)
            #expect(try await store.standing(of: delivery.id)?.lease?.owner == Sample.owner)
            #expect(try await store.recoverInterrupted(at: end, by: "b") == 1)
            #expect(try await store.settle(delivered(delivery), by: Sample.owner) == .leaseLost)
            try await store.expectBalance()
        },
        Promise("each owner recovers what others left, and not its own") { store in
            let first = try await store.begun(Sample.submission(of: Sample.use("a")))
            let second = try #require(try await store.accepted(Sample.submission(of: Sample.use("b"))).first)
            _ = try await store.begin([second.id], at: Sample.noon, as: lease("b", 5))
            #expect(try await store.recoverInterrupted(at: Sample.noon + .seconds(9), by: "b") == 1)
            #expect(try await store.standing(of: first.id)?.state == .pending)
            #expect(try await store.standing(of: second.id)?.state == .sending)
            try await store.expectBalance()
        },
    ]
}
