import Alerts
import Outbox
import Testing
import TextFormats

extension UsageReaderKit {
    static let history: [Promise] = [
        Promise("uses come by time, a page at a time") { store in
            // Several at one moment, and accepted in another order.
            let seconds = [40, 10, 20, 20, 20, 30, 0, 50]
            for (number, second) in seconds.enumerated() {
                let use = try Sample.use("u\(number)", at: Sample.noon + .seconds(second))
                _ = try await store.accepted(Sample.submission(of: use))
            }
            let range = (Sample.noon + .seconds(10))..<(Sample.noon + .seconds(50))
            for limit in 1...7 {
                var uses: [LedgerUse] = []
                while true {
                    let page = try await store.uses(in: range, after: uses.last?.cursor, limit: limit)
                    #expect(page.count <= limit)
                    uses += page
                    if page.count < limit { break }
                }
                #expect(uses.map(\.eventID) == ["u1", "u2", "u3", "u4", "u5", "u0"], "pages of \(limit)")
            }
        },
        Promise("a use is given whole") { store in
            let use = try Sample.use("a", who: "<b>\0é", isDenied: true, copy: .withCaller)
            _ = try await store.accepted(Sample.submission(of: use, origin: .archive, alerts: false))
            let kept = try #require(try await store.allUses().first)
            #expect(kept == LedgerUse(use, id: kept.id, receivedAt: Sample.noon, origin: .archive))
        },
        Promise("a drill's hops are kept, hand-overs included") { store in
            #expect(try await store.drill("d-1") == nil)
            let delivery = try await store.begun(
                Sample.submission(of: Sample.use("a"), origin: .drill(id: "d-1")))
            let under = try #require(try await store.drill("d-1"))
            #expect(under.rule == "break-glass")
            #expect(under.hops.map(\.state) == [.sending])
            #expect(under.hops.map(\.firstSentAt) == [Sample.noon])
            #expect(!under.isSettled)
            let failed = Sample.attempt(.failed, at: Sample.noon + .seconds(1), status: 503, reason: "busy")
            _ = try await store.settle(
                Settlement(
                    delivery: delivery.id, attempt: failed, next: .dead(Sample.refusal),
                    failover: Sample.delivery(to: "pager")))
            let hops = try #require(try await store.drill("d-1")).hops
            #expect(hops.map(\.apiDestination) == ["slack", "pager"])
            #expect(hops.map(\.state) == [.dead, .pending])
            #expect(hops.map(\.settledAt) == [failed.endedAt, nil])
            #expect(hops.map(\.firstSentAt) == [failed.startedAt, nil])
            #expect(hops.first?.reason == "busy")
            #expect(try await store.allUses().isEmpty)
            #expect(
                try await store.count(
                    .roleUse(role: "BreakGlassAdmin", account: "111122223333", outcome: "allowed")) == 0)
        },
        Promise("drills come the newest first") { store in
            for number in 0..<5 {
                _ = try await store.accepted(
                    Sample.submission(
                        of: Sample.use("a\(number)"), origin: .drill(id: "d-\(number)"),
                        receivedAt: Sample.noon + .seconds(number)))
            }
            #expect(try await store.drills(limit: 3).map(\.id) == ["d-4", "d-3", "d-2"])
            #expect(try await store.drills(limit: 1).first == store.drill("d-4"))
        },
        Promise("the backlog is what is open, by destination and state") { store in
            for number in 0..<3 {
                _ = try await store.accepted(
                    Sample.submission(of: Sample.use("u\(number)"), receivedAt: Sample.noon + .seconds(number)))
            }
            let first = try #require(try await store.pending(after: nil, limit: 1).first)
            _ = try await store.begin([first.id], at: Sample.noon)
            #expect(
                try await store.backlog() == [
                    Backlog(
                        apiDestination: "slack", state: .pending, count: 2, oldest: Sample.noon + .seconds(1)),
                    Backlog(apiDestination: "slack", state: .sending, count: 1, oldest: Sample.noon),
                ])
        },
        Promise("deliveries are counted by destination and state, as a filter means them") { store in
            var ids: [DeliveryID] = []
            for number in 0..<4 {
                let destination = number < 3 ? "slack" : "pager"
                ids += try await store.accepted(
                    Sample.submission(
                        of: Sample.use("u\(number)"), receivedAt: Sample.noon + .seconds(number),
                        plan: { _ in DeliveryPlan(deliveries: [Sample.delivery(to: destination)]) })
                ).map(\.id)
            }
            let begun = try #require(try await store.begin([ids[0]], at: Sample.noon).first)
            _ = try await store.settle(
                Settlement(
                    delivery: begun.id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil)))
            func row(_ name: String, _ state: DeliveryState, _ count: Int, _ seconds: Int) -> Backlog {
                Backlog(apiDestination: name, state: state, count: count, oldest: Sample.noon + .seconds(seconds))
            }
            let all = [row("pager", .pending, 1, 3), row("slack", .delivered, 1, 0), row("slack", .pending, 2, 1)]
            #expect(try await store.deliveryCounts(OutboxFilter(), dueBy: nil) == all)
            var filter = OutboxFilter()
            filter.states = [.pending, .sending]
            filter.ids = [ids[0], ids[1], ids[2]]
            #expect(try await store.deliveryCounts(filter, dueBy: nil) == [row("slack", .pending, 2, 1)])
            // Due when they were received.
            let moment = Sample.noon + .seconds(1)
            #expect(try await store.deliveryCounts(filter, dueBy: moment) == [row("slack", .pending, 1, 1)])
            filter.rule = "none"
            #expect(try await store.deliveryCounts(filter, dueBy: nil).isEmpty)
        },
        Promise("counters of roles that callers make up are bounded, and the sum is not") { store in
            func use(_ role: String, _ outcome: String) -> Counter {
                Counter(.roleUse(role: role, account: "111122223333", outcome: outcome))
            }
            func roles(_ outcome: String) async throws -> [Counter] {
                try await store.counts().filter { count in
                    if case .roleUse(_, _, outcome) = count.key { true } else { false }
                }
            }
            let count = CounterKey.rolesLimit + 50
            for start in stride(from: 0, to: count, by: 100) {
                let end = min(count, start + 100)
                _ = try await store.accept([], counting: (start..<end).map { use("made-up-\($0)", "denied") })
            }
            // One that is known counts on, one that is not shares; and another outcome has room of its own.
            _ = try await store.accept([], counting: [use("made-up-3", "denied"), use("late", "denied")])
            _ = try await store.accept([], counting: [use("BreakGlassAdmin", "allowed")])
            let denied = try await roles("denied")
            #expect(denied.count == CounterKey.rolesLimit + 1)
            #expect(denied.reduce(0) { $0 + $1.value } == Int64(count) + 2)
            let shared = CounterKey.roleUse(role: CounterKey.others, account: CounterKey.others, outcome: "denied")
            #expect(denied.contains(Counter(shared, 51)))
            #expect(denied.contains { $0.key == use("made-up-3", "denied").key && $0.value == 2 })
            #expect(try await roles("allowed") == [use("BreakGlassAdmin", "allowed")])
        },
        Promise("whether events can be accepted can be told, and writing be tried") { store in
            try await store.check()
            try await store.probe()
        },
        Promise("one's own writes are no changes by others") { store in
            let before = try await store.changesByOthers()
            _ = try await store.accepted(Sample.submission(of: Sample.use("a")))
            #expect(try await store.changesByOthers() == before)
        },
        Promise("a store has a size") { store in
            let size = try await store.sizeBytes()
            #expect(size > 0)
        },
    ]
}
