import Alerts
import Outbox
import Rules
import Testing
import TextFormats

extension LedgerStore {
    /// One delivery for each state, by state.
    fileprivate func inEveryState() async throws -> [DeliveryState: DeliveryID] {
        var ids: [DeliveryState: DeliveryID] = [:]
        for (number, state) in DeliveryState.allCases.enumerated() {
            let received = Sample.noon + .seconds(number)
            let submission = Sample.submission(of: try Sample.use("in-\(state)"), receivedAt: received)
            let id = try #require(try await accepted(submission).first).id
            ids[state] = id
            var filter = OutboxFilter()
            filter.ids = [id]
            switch state {
            case .pending: break
            case .sending: _ = try await begin([id], at: received)
            case .dropped: _ = try await drop(filter, because: Sample.note)
            case .waiting: try await settleNext(id, .waiting(Sample.refusal))
            case .delivered: try await settleNext(id, .delivered(messageTimestamp: nil))
            case .dead: try await settleNext(id, .dead(Sample.refusal))
            }
        }
        return ids
    }

    fileprivate func settleNext(_ id: DeliveryID, _ next: Settlement.Next) async throws {
        _ = try await begin([id], at: Sample.noon)
        _ = try await settle(Settlement(delivery: id, attempt: Sample.attempt(.refused), next: next))
    }

    fileprivate func state(of id: DeliveryID?) async throws -> DeliveryState? {
        try await delivery(#require(id))?.delivery.state
    }

    /// The states in which deliveries were, and are now.
    fileprivate func states(of ids: [DeliveryState: DeliveryID]) async throws -> [DeliveryState: DeliveryState] {
        var states: [DeliveryState: DeliveryState] = [:]
        for (before, id) in ids { states[before] = try await state(of: id) }
        return states.filter { $0.key != $0.value }
    }
}

private func filter(_ change: (inout OutboxFilter) -> Void) -> OutboxFilter {
    var filter = OutboxFilter()
    change(&filter)
    return filter
}

extension LedgerStoreKit {
    static let outbox: [Promise] = [
        Promise("redriving takes dead letters and what waits") { store in
            let ids = try await store.inEveryState()
            #expect(try await store.redrive(OutboxFilter(), because: Sample.note) == 2)
            #expect(try await store.states(of: ids) == [.dead: .pending, .waiting: .pending])
            try await store.expectBalance()
        },
        Promise("redriving takes what was dropped only by name") { store in
            let ids = try await store.inEveryState()
            let named = filter { $0.ids = Array(ids.values) }
            #expect(try await store.redrive(named, because: Sample.note) == 3)
            #expect(
                try await store.states(of: ids) == [.dead: .pending, .waiting: .pending, .dropped: .pending])
            try await store.expectBalance()
            #expect(try await store.redrive(filter { $0.states = [.dropped] }, because: Sample.note) == 0)
        },
        Promise("a redriven delivery starts anew and keeps its past") { store in
            let ids = try await store.inEveryState()
            let id = try #require(ids[.dead])
            _ = try await store.redrive(filter { $0.ids = [id] }, because: Sample.note)
            let record = try #require(try await store.delivery(id))
            #expect(record.delivery.attempts == 0)
            #expect(record.delivery.startedAt == Sample.note.at)
            #expect(record.delivery.dueAt == Sample.note.at)
            #expect(record.delivery.deadLetter == nil)
            #expect(record.attempts.count == 1)
            #expect(record.interventions == [.init(action: .redrive, note: Sample.note)])
            try await store.settleNext(id, .delivered(messageTimestamp: nil))
            #expect(try await store.delivery(id)?.attempts.map(\.number) == [1, 2])
            #expect(try await store.count(.redriven(apiDestination: "slack")) == 1)
            #expect(try await store.count(.reopened(apiDestination: "slack", from: .dead)) == 1)
            #expect(try await store.count(.retries(apiDestination: "slack")) == 0)
            try await store.expectBalance()
        },
        Promise("dropping takes what is pending or waits, and leaves alone what is on its way") { store in
            let ids = try await store.inEveryState()
            #expect(try await store.drop(OutboxFilter(), because: Sample.note) == 2)
            #expect(try await store.states(of: ids) == [.pending: .dropped, .waiting: .dropped])
            let dropped = try #require(ids[.pending])
            #expect(
                try await store.delivery(dropped)?.interventions == [.init(action: .drop, note: Sample.note)])
            #expect(try await store.begin([dropped], at: Sample.noon).isEmpty)
            try await store.expectBalance()
        },
        Promise("dropping takes dead letters only by name") { store in
            let ids = try await store.inEveryState()
            #expect(try await store.drop(filter { $0.states = [.dead] }, because: Sample.note) == 1)
            #expect(try await store.states(of: ids) == [.dead: .dropped])
            try await store.expectBalance()
        },
        Promise("a filter narrows by each of its parts") { store in
            let ids = try await store.inEveryState()
            _ = try await store.accepted(
                Sample.submission(
                    of: Sample.use("other"), receivedAt: Sample.noon + .seconds(60),
                    plan: { _ in DeliveryPlan(deliveries: [Sample.delivery(to: "pager")]) }))
            let all = try await store.deliveries(OutboxFilter(), limit: 100)
            #expect(all.map(\.id) == all.map(\.id).sorted(by: >))
            #expect(all.count == ids.count + 1)
            #expect(try await store.deliveries(OutboxFilter(), limit: 2) == Array(all.prefix(2)))
            let cases: [(filter: OutboxFilter, count: Int)] = [
                (filter { $0.ids = [all[0].id, all[1].id, DeliveryID(99_999)] }, 2),
                (filter { $0.states = [.dead, .pending] }, 3),
                (filter { $0.rule = "break-glass" }, ids.count + 1),
                (filter { $0.rule = "break" }, 0),
                (filter { $0.apiDestination = "pager" }, 1),
                (filter { $0.since = Sample.noon + .seconds(60) }, 1),
                (filter { $0.until = Sample.noon + .seconds(60) }, ids.count),
                (
                    filter {
                        $0.since = Sample.noon + .seconds(1)
                        $0.until = Sample.noon + .seconds(3)
                    }, 2
                ),
            ]
            for (filter, count) in cases {
                #expect(try await store.deliveries(filter, limit: 100).count == count, "\(filter)")
            }
        },
        Promise("many ids may be named") { store in
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")))
            let ids = (1...50_000).map { DeliveryID(Int64($0)) }
            #expect(try await store.deliveries(filter { $0.ids = ids }, limit: 10).map(\.id) == pending.map(\.id))
        },
        Promise("a delivery is given whole") { store in
            var new = Sample.delivery(body: #"{"text":"\u0000 é"}"#)
            new.request.pathParameters = ["a/b", ""]
            new.request.headers = [.init(name: "X-A", value: "1\u{0}2")]
            new.request.query = [.init(name: "q", value: "&")]
            new.retryPolicy.maximumRetryAttempts = 3
            new.retryPolicy.maximumEventAgeInSeconds = 60
            new.channel = nil
            new.orderKey = "a\0b"
            let planned = new
            let submission = Sample.submission(of: try Sample.use("a")) { _ in DeliveryPlan(deliveries: [planned]) }
            let id = try #require(try await store.accepted(submission).first).id
            #expect(
                try await store.delivery(id)
                    == DeliveryRecord(
                        delivery: Delivery(
                            id: id, content: new, eventID: "a", event: submission.event, origin: .live,
                            receivedAt: Sample.noon, startedAt: Sample.noon, state: .pending, dueAt: Sample.noon),
                        attempts: [], interventions: []))
            #expect(try await store.delivery(DeliveryID(id.number + 1)) == nil)
        },
    ]
}
