import Alerts
import Outbox
import Testing
import TextFormats

extension EventLedger where Self: DeliveryStore {
    /// A delivery that is held back so many seconds after noon, and was received as many seconds after it.
    fileprivate func held(
        _ name: String, to apiDestination: String = "slack", channel: String? = "C1", second: Int = 0,
        because reason: DeadLetter = Sample.refusal
    ) async throws -> DeliveryID {
        var content = Sample.delivery(to: apiDestination)
        content.channel = channel
        let (planned, moment) = (content, Sample.noon + .seconds(second))
        let pending = try await accepted(
            Sample.submission(of: Sample.use(name), receivedAt: moment) { _ in DeliveryPlan(deliveries: [planned]) })
        let id = try #require(pending.first).id
        _ = try await begin([id], at: moment)
        var attempt = Sample.attempt(.misconfigured, at: moment)
        attempt.endedAt = moment
        _ = try await settle(Settlement(delivery: id, attempt: attempt, next: .waiting(reason)))
        return id
    }

    fileprivate func pendingIDs() async throws -> [DeliveryID] { try await pending(after: nil, limit: 100).map(\.id) }
}

extension DeliveryStoreKit {
    private static let lane = LaneKey(apiDestination: "slack", channel: "C1")

    private static func release(
        _ lane: LaneKey = lane, heldUntil second: Int = 100, limit: Int = 100
    ) -> WaitingRelease {
        WaitingRelease(
            lane, heldUntil: Sample.noon + .seconds(second), limit: limit, at: Sample.noon + .seconds(1_000))
    }

    static let waiting: [Promise] = [
        Promise("what waits is told by destination, channel and reason") { store in
            var archived = Sample.refusal
            (archived.errorCode, archived.errorMessage) = (.noResource, "is_archived \u{0} é")
            // How often it was tried tells no reasons apart.
            var again = Sample.refusal
            again.retryAttempts = 9
            _ = try await store.held("a", second: 2)
            _ = try await store.held("b", second: 1, because: again)
            _ = try await store.held("c", second: 3, because: archived)
            _ = try await store.held("d", channel: "C2")
            _ = try await store.held("e", to: "pager", channel: nil)
            let groups = try await store.waiting()
            #expect(groups.map(\.lane.apiDestination) == ["pager", "slack", "slack", "slack"])
            #expect(groups.map(\.lane.channel) == [nil, "C1", "C1", "C2"])
            #expect(groups.map(\.errorCode) == [.errorFromTarget, .errorFromTarget, .noResource, .errorFromTarget])
            #expect(groups.map(\.reason).filter { $0.hasPrefix("is_archived") }.count == 1)
            #expect(groups.map(\.count) == [1, 2, 1, 1])
            #expect(groups.map(\.oldest) == [0, 1, 3, 0].map { Sample.noon + .seconds($0) })
        },
        Promise("a release makes pending what was held back first, and counts nothing") { store in
            let late = try await store.held("a", second: 9)
            let early = try await store.held("b", second: 1)
            let counts = Set(try await store.counts())
            #expect(try await store.release(release(limit: 1)) == 1)
            #expect(try await store.pendingIDs() == [early])
            #expect(try await store.waiting().map(\.count) == [1])
            #expect(try await store.release(release()) == 1)
            #expect(Set(try await store.pendingIDs()) == [early, late])
            #expect(try await store.release(release()) == 0)
            #expect(try await store.waiting().isEmpty)
            #expect(Set(try await store.counts()) == counts)
            try await store.expectBalance()
        },
        Promise("a released delivery starts anew and keeps its past") { store in
            let id = try await store.held("a")
            _ = try await store.release(release())
            let record = try #require(try await store.delivery(id))
            #expect(record.delivery.startedAt == Sample.noon + .seconds(1_000))
            #expect(record.delivery.dueAt == record.delivery.startedAt)
            #expect(record.delivery.attempts == 0)
            #expect(record.delivery.deadLetter == nil)
            #expect(record.delivery.receivedAt == Sample.noon)
            #expect(record.attempts.map(\.outcome) == [.misconfigured])
            #expect(record.interventions.isEmpty)
        },
        Promise("a release leaves alone other lanes, what was held back later, and what does not wait") { store in
            _ = try await store.held("a", channel: "C2")
            _ = try await store.held("b", channel: nil)
            _ = try await store.held("c", to: "pager")
            _ = try await store.held("d", second: 50)
            _ = try await store.begun(Sample.submission(of: Sample.use("e")))
            #expect(try await store.release(release(heldUntil: 49)) == 0)
            #expect(try await store.release(release(limit: 0)) == 0)
            #expect(try await store.release(release(LaneKey(apiDestination: "slack"))) == 1)
            #expect(try await store.release(release(heldUntil: 50)) == 1)
            #expect(try await store.waiting().map(\.lane.apiDestination) == ["pager", "slack"])
            try await store.expectBalance()
        },
    ]
}
