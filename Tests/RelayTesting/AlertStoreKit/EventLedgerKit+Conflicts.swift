import Alerts
import CloudTrail
import Outbox
import Synchronization
import Testing
import TextFormats

extension EventLedgerKit {
    /// A ledger to which something happens between the reading and the commit: as much as tries are given.
    struct Disturbed: EventLedger {
        let store: any AlertStore
        let disturb: @Sendable (any AlertStore) async throws -> Void

        var place: String { store.place }
        var plansPerCommit: Int { store.plansPerCommit }

        func seenEvents(_ keys: [EventKey]) async throws(StoreError) -> SeenEvents {
            try await store.seenEvents(keys)
        }

        func roleHistories(at points: [UsePoint]) async throws(StoreError) -> [RoleHistory] {
            try await store.roleHistories(at: points)
        }

        func storms(
            _ keys: Set<Storm.Key>, endingAfter moment: Timestamp
        ) async throws(StoreError) -> [Storm.Key: Set<StormOnRecord>] {
            try await store.storms(keys, endingAfter: moment)
        }

        func commit(_ commit: AcceptanceCommit) async throws(StoreError) -> CommitResult {
            do { try await disturb(store) } catch { Issue.record(error) }
            return try await store.commit(commit)
        }

        func check() async throws(StoreError) { try await store.check() }
        func probe() async throws(StoreError) { try await store.probe() }
    }

    /// Something that happens once.
    static func once(
        _ body: @escaping @Sendable (any AlertStore) async throws -> Void
    ) -> @Sendable (any AlertStore) async throws -> Void {
        let happened = Ordinals()
        return { store in
            guard happened.all.isEmpty else { return }
            happened.add(1)
            try await body(store)
        }
    }

    static let conflicts: [Promise] = [
        Promise("an event that others accept meanwhile is a duplicate") { store in
            let submission = Sample.submission(of: try Sample.use("a"))
            let ledger = Disturbed(
                store: store, disturb: once { _ = try await $0.accept([submission], counting: []) })
            #expect(try await ledger.accept([submission], counting: [Counter(.received(.noRule))]) == [.duplicate])
            #expect(try await store.allUses().count == 1)
            #expect(try await store.count(.received(.duplicate)) == 1)
            #expect(try await store.count(.received(.noRule)) == 1)
            try await store.expectBalance()
        },
        Promise("a use that others accept meanwhile is counted") { store in
            let ordinals = Ordinals()
            let submission = Sample.submission(of: try Sample.use("a")) { snapshot in
                ordinals.add(snapshot.usage?.ordinal)
                return .nothing
            }
            let other = Sample.submission(of: try Sample.use("b"))
            let ledger = Disturbed(store: store, disturb: once { _ = try await $0.accept([other], counting: []) })
            _ = try await ledger.accept([submission], counting: [])
            #expect(ordinals.all == [1, 2])
        },
        Promise("a storm that others begin meanwhile takes the use") { store in
            let submissions = try (0..<2).map { number in
                Sample.submission(of: try Sample.use("u\(number)")) { _ in DeliveryPlan(folds: [Sample.fold()]) }
            }
            let ledger = Disturbed(
                store: store, disturb: once { _ = try await $0.accept([submissions[0]], counting: []) })
            #expect(try await ledger.accept([submissions[1]], counting: []) == [.accepted([])])
            let deliveries = try await store.deliveries(OutboxFilter(), limit: 10)
            #expect(deliveries.compactMap(\.storm).map(\.foldedUses) == [2])
            try await store.expectBalance()
        },
        Promise("a summary that is delivered meanwhile is sent again for the use") { store in
            let submissions = try (0..<2).map { number in
                Sample.submission(of: try Sample.use("u\(number)")) { _ in DeliveryPlan(folds: [Sample.fold()]) }
            }
            let summary = try await store.begun(submissions[0])
            let delivered = Settlement(
                delivery: summary.id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: "1.1"),
                announcedUses: 1)
            let ledger = Disturbed(store: store, disturb: once { _ = try await $0.settle(delivered) })
            guard case .accepted(let pending)? = try await ledger.accept([submissions[1]], counting: []).first else {
                Issue.record("it is called a duplicate")
                return
            }
            #expect(pending.map(\.id) == [summary.id])
            try await store.expectBalance()
        },
        Promise("a copy whose use others change meanwhile is merged with the changed one") { store in
            let archive = Sample.submission(
                of: try Sample.use("a", copy: .withoutCaller), origin: .archive, alerts: false)
            _ = try await store.accepted(archive)
            let fuller = Sample.submission(of: try Sample.use("a", copy: .withCaller))
            let live = Sample.submission(
                of: try Sample.use("a", copy: .withoutCaller), receivedAt: Sample.noon + .seconds(9))
            let ledger = Disturbed(store: store, disturb: once { _ = try await $0.accept([live], counting: []) })
            #expect(try await ledger.accept([fuller], counting: []) == [.duplicate])
            let uses = try await store.allUses()
            #expect(uses.map(\.who) == ["alice"])
            #expect(uses.map(\.origin) == [.live])
            #expect(uses.map(\.receivedAt) == [Sample.noon + .seconds(9)])
        },
        Promise("a conflict writes nothing, and one without end is an error") { store in
            let names = Ordinals()
            let ledger = Disturbed(store: store) { store in
                names.add(1)
                let use = try Sample.use("other-\(names.all.count)")
                _ = try await store.accept([Sample.submission(of: use) { _ in .nothing }], counting: [])
            }
            let submission = Sample.submission(of: try Sample.use("a"))
            let error = await #expect(throws: StoreError.self) {
                try await ledger.accept([submission], counting: [Counter(.received(.noRule))])
            }
            #expect(error?.reason == .contended)
            #expect(names.all.count == acceptanceAttemptsLimit)
            #expect(try await store.count(.received(.noRule)) == 0)
            #expect(try await store.pending(after: nil, limit: 10).isEmpty)
            #expect(try await store.allUses().allSatisfy { $0.eventID != "a" })
        },
        Promise("the uses of one call are counted one after the other") { store in
            let ordinals = Ordinals()
            func submission(_ name: String, _ seconds: Int, copy: Sample.Copy = .only) throws -> Submission {
                Sample.submission(
                    of: try Sample.use(name, who: name, at: Sample.noon + .seconds(seconds), copy: copy),
                    storms: Sample.storms()
                ) { snapshot in
                    ordinals.add(snapshot.usage?.ordinal)
                    ordinals.add(snapshot.recent[Sample.target]?.count ?? 0)
                    ordinals.note(snapshot.usage?.previous?.who)
                    return DeliveryPlan(deliveries: [Sample.delivery()])
                }
            }
            _ = try await store.accepted(submission("first", -60))
            let answers = try await store.accept(
                [
                    submission("second", 10), submission("late", -30), submission("third", 20),
                    submission("pair", 30, copy: .withoutCaller), submission("pair", 30, copy: .withCaller),
                    submission("last", 40),
                ], counting: [])
            #expect(answers.map { $0 == .duplicate } == [false, false, false, false, true, false])
            // Ordinal and recent uses of each that was not a duplicate.
            #expect(ordinals.all == [1, 0, 2, 1, 2, 2, 4, 3, 5, 4, 6, 5])
            #expect(ordinals.names == ["-", "first", "first", "second", "third", "pair"])
            let uses = try await store.allUses()
            #expect(uses.count == 6 && Set(uses.map(\.id)).count == 6)
            try await store.expectBalance()
        },
        Promise("the folds of one call make one storm") { store in
            let submissions = try (0..<20).map { number in
                Sample.submission(of: try Sample.use("u\(number)")) { _ in DeliveryPlan(folds: [Sample.fold()]) }
            }
            let answers = try await store.accept(submissions, counting: [])
            #expect(
                answers.map { if case .accepted(let pending) = $0 { pending.count } else { -1 } }
                    == [1] + Array(repeating: 0, count: 19))
            let deliveries = try await store.deliveries(OutboxFilter(), limit: 100)
            #expect(deliveries.map { $0.storm?.foldedUses } == [20])
            #expect(try await store.count(.folded(rule: "break-glass")) == 20)
            try await store.expectBalance()
        },
        Promise("many tasks on several queues count every use once") { store in
            let queues = (0..<3).map { _ in AcceptanceQueue(store) }
            let ordinals = Ordinals()
            try await withThrowingTaskGroup { group in
                for number in 0..<60 {
                    group.addTask {
                        let submission = Sample.submission(of: try Sample.use("u\(number)")) { snapshot in
                            let key = "\(snapshot.usage?.ordinal ?? 0)"
                            return DeliveryPlan(deliveries: [Sample.delivery(body: key)])
                        }
                        _ = try await queues[number % 3].accept([submission], counting: [])
                    }
                }
                try await group.waitForAll()
            }
            for delivery in try await store.deliveries(OutboxFilter(), limit: 100) {
                ordinals.add(Int(String(decoding: delivery.content.request.body, as: UTF8.self)))
            }
            #expect(ordinals.all.compactMap(\.self).sorted() == Array(1...60))
        },
    ]
}

/// What plans were told, in order.
private final class Ordinals: Sendable {
    private let state = Mutex<(numbers: [Int?], names: [String])>(([], []))

    var all: [Int?] { state.withLock(\.numbers) }
    var names: [String] { state.withLock(\.names) }

    func add(_ number: Int?) { state.withLock { $0.numbers.append(number) } }
    func note(_ name: String?) { state.withLock { $0.names.append(name ?? "-") } }
}
