import Outbox
import RelayTesting
import Testing
import TextFormats

struct DeliveryQueueTests {
    static let now = Timestamp(milliseconds: 1_772_442_847_000)

    static func pending(
        _ number: Int64, to destination: String = "slack", channel: String? = "C1", key: String? = nil,
        givesWay: Bool = false, dueAt: Timestamp = now, attempts: Int = 0, interruptions: Int = 0,
        lastTryAt: Timestamp? = nil
    ) -> PendingDelivery {
        PendingDelivery(
            id: DeliveryID(number), sequence: number, apiDestination: destination, channel: channel,
            orderKey: key ?? "key-\(number)", givesWay: givesWay, dueAt: dueAt, attempts: attempts,
            interruptions: interruptions, lastTryAt: lastTryAt)
    }

    /// A queue that has read a store with these in it.
    static func queue(
        _ deliveries: [PendingDelivery] = [], limits: DeliveryQueue.Limits = .init(),
        paces: [String: DeliveryQueue.Pace] = [:]
    ) -> DeliveryQueue {
        var queue = DeliveryQueue(limits: limits)
        queue.setPaces(paces)
        let step = queue.step(at: now)
        if let load = step.load { queue.loaded(deliveries, for: load, at: now) }
        return queue
    }

    static func ids(_ numbers: [Int64]) -> [DeliveryID] { numbers.map { DeliveryID($0) } }

    static let failed = DeliveryQueue.Ending.later(dueAt: now + .seconds(100), isFailure: true, pause: nil)

    @Test func readsTheStoreFirst() throws {
        var queue = DeliveryQueue()
        let load = try #require(queue.step(at: Self.now).load)
        #expect(load.after == nil)
        #expect(queue.step(at: Self.now).load == nil, "one page at a time")
        // Accepted meanwhile: it comes with the pages, in its place.
        queue.add([Self.pending(3)], at: Self.now)
        #expect(queue.step(at: Self.now).start.isEmpty)
        queue.loaded([Self.pending(1), Self.pending(2)], for: load, at: Self.now)
        let next = try #require(queue.step(at: Self.now).load)
        #expect(next.after == 2)
        queue.loaded([Self.pending(3)], for: next, at: Self.now)
        #expect(queue.step(at: Self.now).load == nil)
        #expect(queue.inFlightCount == 3)
    }

    @Test func startsWhatIsDueInTheOrderOfAcceptance() {
        var queue = Self.queue([
            Self.pending(1), Self.pending(2, dueAt: Self.now + .seconds(5)), Self.pending(3), Self.pending(4),
        ])
        let step = queue.step(at: Self.now)
        #expect(step.start == Self.ids([1, 3, 4]))
        #expect(step.lookAgainAt == Self.now + .seconds(5))
        #expect(queue.step(at: Self.now + .seconds(5)).start == Self.ids([2]))
    }

    @Test(arguments: [3_600, -3_600]) func keepsItsDistanceWhenTheTimeIsSet(seconds: Int) {
        let difference = Duration.seconds(seconds)
        var queue = Self.queue(
            [
                Self.pending(1), Self.pending(2, dueAt: Self.now + .seconds(5)),
                Self.pending(3, to: "pager", channel: nil),
                Self.pending(4, channel: "C2"), Self.pending(5, channel: "C2", dueAt: Self.now + .seconds(8)),
            ], paces: ["pager": .init(perSecond: 300, failoverAfter: .seconds(30))])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 3, 4]))
        queue.end(
            DeliveryID(3),
            .later(dueAt: Self.now + .seconds(100), isFailure: true, failoverAt: Self.now + .seconds(30)),
            at: Self.now)
        queue.end(
            DeliveryID(4), .later(dueAt: Self.now, isFailure: true, pause: .seconds(20)), at: Self.now)
        queue.shift(by: difference)
        func step(_ second: Int) -> DeliveryQueue.Step { queue.step(at: Self.now + difference + .seconds(second)) }
        let first = step(0)
        #expect(first.start.isEmpty)
        #expect(first.lookAgainAt == Self.now + difference + .seconds(5))
        // Still on its way, it comes back as what it was.
        queue.end(DeliveryID(1), .postponed(until: Self.now + difference), at: Self.now + difference)
        #expect(step(1).start == Self.ids([1]))
        #expect(step(5).start == Self.ids([2]))
        #expect(step(19).start.isEmpty)
        #expect(step(20).start == Self.ids([4, 5]))
        #expect(step(29).failOver.isEmpty)
        #expect(step(30).failOver == Self.ids([3]))
    }

    @Test func oneOfAKeyAtATime() {
        var queue = Self.queue([
            Self.pending(1, key: "bob"), Self.pending(2, key: "bob"), Self.pending(3, key: "eve"),
            Self.pending(4, to: "pager", channel: nil, key: "bob"),
        ])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 3, 4]), "another lane has an order of its own")
        #expect(queue.step(at: Self.now).start.isEmpty, "one that is on its way is waited for")
        queue.end(DeliveryID(1), .delivered, at: Self.now + .seconds(100))
        #expect(queue.step(at: Self.now + .seconds(100)).start == Self.ids([2]))
    }

    /// How often the first of a key has failed, in how many milliseconds it is tried again, and whether the second waits.
    @Test(arguments: [
        (1, 0, true), (1, 5_000, true), (1, 5_001, false), (1, 86_000_000, false), (2, 0, false), (2, 100_000, false),
        (184, 5_000, false),
    ])
    func aFailureIsWaitedForOnceAndShortly(failures: Int, retryAfter: Int, waits: Bool) {
        let retryAt = Self.now + .milliseconds(retryAfter)
        var queue = Self.queue([Self.pending(1, key: "bob", attempts: failures - 1)])
        #expect(queue.step(at: Self.now).start == Self.ids([1]))
        queue.end(DeliveryID(1), .later(dueAt: retryAt, isFailure: true), at: Self.now)
        queue.add([Self.pending(2, key: "bob")], at: Self.now)
        let step = queue.step(at: Self.now)
        #expect(step.start.contains(DeliveryID(2)) == !waits)
        #expect(step.start.contains(DeliveryID(1)) == (retryAfter == 0))
        if retryAfter > 0 { #expect(step.lookAgainAt == retryAt) }
        if !waits { queue.end(DeliveryID(2), .delivered, at: Self.now) }
        #expect(queue.step(at: retryAt).start == (retryAfter == 0 ? [] : Self.ids([1])), "it is tried when it is due")
        #expect(queue.step(at: retryAt).start.isEmpty)
    }

    /// Slack answers one message with an error for ever. The same person's others go by it, in their order.
    @Test func whatFailsForEverHoldsNobodyBack() {
        var queue = Self.queue([Self.pending(1, key: "bob")])
        var (now, order) = (Self.now, [DeliveryID]())
        for number: Int64 in 2...20 {
            queue.add([Self.pending(number, key: "bob", dueAt: now)], at: now)
            for _ in 0..<3 {
                for id in queue.step(at: now).start {
                    let isFirst = id == DeliveryID(1)
                    let ending: DeliveryQueue.Ending =
                        isFirst ? .later(dueAt: now + .seconds(60), isFailure: true) : .delivered
                    if !isFirst { order.append(id) }
                    queue.end(id, ending, at: now)
                }
            }
            now = now + .seconds(1)
        }
        #expect(order == Self.ids(Array(2...20)))
    }

    /// What an outage has put off is in order again, however often each was tried meanwhile.
    @Test func afterAnOutageAKeyIsInOrderAgain() {
        var queue = Self.queue(
            (1...4).map { Self.pending($0, key: "bob", attempts: 7) } + [Self.pending(5, key: "eve")])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 2, 3, 4, 5]), "nothing waits for what has failed")
        for id in Self.ids([1, 2, 3, 4]) { queue.end(id, Self.failed, at: Self.now) }
        queue.end(DeliveryID(5), .delivered, at: Self.now)
        for number: Int64 in 1...4 {
            #expect(queue.step(at: Self.now).start == Self.ids([number]))
            queue.end(DeliveryID(number), .delivered, at: Self.now)
        }
    }

    @Test func whatIsOverHoldsNobodyBack() {
        var queue = Self.queue([Self.pending(1, key: "bob"), Self.pending(2, key: "bob")])
        #expect(queue.step(at: Self.now).start == Self.ids([1]))
        queue.end(DeliveryID(1), .over, at: Self.now)
        #expect(queue.step(at: Self.now).start == Self.ids([2]))
    }

    @Test func withoutAKeyThereIsNoOrder() {
        var queue = Self.queue([Self.pending(1, key: ""), Self.pending(2, key: "")])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 2]))
    }

    /// "é" in two spellings is one text to Swift, and two keys to relay.
    @Test func keysAndChannelsThatLookAlikeAreTwo() {
        var queue = Self.queue([Self.pending(1, key: "\u{E9}"), Self.pending(2, key: "e\u{301}")])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 2]))
        #expect(
            LaneKey(apiDestination: "a", channel: "\u{E9}") != LaneKey(apiDestination: "a", channel: "e\u{301}"))
    }

    @Test func aChannelGetsOneMessageASecond() {
        var queue = Self.queue(
            [Self.pending(1), Self.pending(2), Self.pending(3, channel: "C2")],
            paces: ["slack": .init(perSecond: 300, perSecondAndChannel: 1)])
        let step = queue.step(at: Self.now)
        #expect(step.start == Self.ids([1, 3]))
        #expect(step.lookAgainAt == Self.now + .seconds(1))
        #expect(queue.step(at: Self.now + .milliseconds(999)).start.isEmpty)
        #expect(queue.step(at: Self.now + .seconds(1)).start == Self.ids([2]))
    }

    /// What gives way is sent when no other of the lane is due, whenever it was accepted.
    @Test func whatGivesWayComesLast() {
        var queue = Self.queue(paces: ["slack": .init(perSecond: 300, perSecondAndChannel: 1)])
        queue.add((1...3).map { Self.pending($0, givesWay: true) } + [Self.pending(4)], at: Self.now)
        var order: [DeliveryID] = []
        for second in 0..<6 {
            let now = Self.now + .seconds(second)
            if second == 2 { queue.add([Self.pending(5), Self.pending(6)], at: now) }
            for id in queue.step(at: now).start {
                order.append(id)
                queue.end(id, .delivered, at: now)
            }
        }
        #expect(order == Self.ids([4, 1, 5, 6, 2, 3]))
    }

    /// A lane is full of what gives way, and the store has more: another is taken in all the same, and nothing is
    /// forgotten. Those that do not give way stay in their order.
    @Test func aFullLaneMakesRoom() throws {
        var limits = DeliveryQueue.Limits()
        (limits.perLane, limits.perDestination, limits.inFlightPerDestination) = (3, 3, 1)
        let ways = (1...5).map { Self.pending($0, givesWay: true) }
        var stored = ways
        var queue = Self.queue(ways, limits: limits)
        for number: Int64 in 6...10 {
            stored.append(Self.pending(number, key: "bob"))
            queue.add([Self.pending(number, key: "bob")], at: Self.now)
            #expect(queue.heldCount <= 3)
        }
        var order: [DeliveryID] = []
        for _ in 0..<60 {
            let step = queue.step(at: Self.now)
            for id in step.start {
                order.append(id)
                stored.removeAll { $0.id == id }
                queue.end(id, .delivered, at: Self.now)
            }
            guard let load = step.load else { continue }
            let page = stored.filter { $0.sequence > load.after ?? 0 }.prefix(load.limit)
            queue.loaded(Array(page), for: load, at: Self.now)
            #expect(queue.heldCount <= 3)
        }
        #expect(order.filter { (6...10).contains($0.jsonNumber ?? 0) } == Self.ids([6, 7, 8, 9, 10]))
        #expect(order.first == DeliveryID(6))
        #expect(Set(order).count == 10 && order.count == 10)
    }

    @Test func aDestinationHasARateOfItsOwn() {
        var queue = Self.queue(
            (1...5).map { Self.pending($0, channel: "C\($0)") }, paces: ["slack": .init(perSecond: 2)])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 2]))
        #expect(queue.step(at: Self.now + .milliseconds(500)).start.isEmpty)
        #expect(queue.step(at: Self.now + .seconds(1)).start == Self.ids([3, 4]))
        #expect(queue.step(at: Self.now + .seconds(2)).start == Self.ids([5]))
    }

    @Test func aPauseIsTheChannelsOrElseTheDestinations() {
        var queue = Self.queue([
            Self.pending(1), Self.pending(2), Self.pending(3, channel: "C2"),
            Self.pending(4, to: "hook", channel: nil), Self.pending(5, to: "hook", channel: nil),
        ])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 2, 3, 4, 5]))
        for id in Self.ids([1, 4]) {
            queue.end(
                id, .later(dueAt: Self.now + .seconds(1), isFailure: true, pause: .seconds(30)), at: Self.now)
        }
        for id in Self.ids([2, 3, 5]) {
            queue.end(id, .later(dueAt: Self.now + .seconds(1), isFailure: true, pause: nil), at: Self.now)
        }
        #expect(
            queue.pausedUntil(LaneKey(apiDestination: "slack", channel: "C1"), at: Self.now) == Self.now + .seconds(30))
        #expect(queue.pausedUntil(LaneKey(apiDestination: "slack", channel: "C2"), at: Self.now) == nil)
        let step = queue.step(at: Self.now + .seconds(1))
        #expect(step.start == Self.ids([3]))
        #expect(step.lookAgainAt == Self.now + .seconds(30))
        #expect(queue.step(at: Self.now + .seconds(30)).start == Self.ids([1, 2, 4, 5]))
    }

    @Test func aLongerPauseEndsAfterAnHour() {
        var queue = Self.queue([Self.pending(1), Self.pending(2, dueAt: Self.now + .seconds(1))])
        _ = queue.step(at: Self.now)
        queue.end(
            DeliveryID(1), .later(dueAt: Self.now + .seconds(86_000), isFailure: true, pause: .seconds(86_000)),
            at: Self.now)
        let step = queue.step(at: Self.now + .seconds(1))
        #expect(step.start.isEmpty)
        #expect(step.lookAgainAt == Self.now + DeliveryQueue.pauseLimit)
        #expect(queue.step(at: Self.now + DeliveryQueue.pauseLimit).start == Self.ids([2]))
    }

    @Test func onceALaneWorksAgainNobodyWaits() {
        var queue = Self.queue((1...4).map { Self.pending($0) })
        #expect(queue.step(at: Self.now).start.count == 4)
        for id in Self.ids([1, 2, 3]) { queue.end(id, Self.failed, at: Self.now) }
        #expect(queue.step(at: Self.now).start.isEmpty)
        queue.end(DeliveryID(4), .delivered, at: Self.now)
        #expect(queue.step(at: Self.now).start == Self.ids([1, 2, 3]))
    }

    @Test func otherChannelsOfADestinationThatWorksAgainGetATry() {
        var queue = Self.queue([
            Self.pending(1), Self.pending(2, channel: "C2"), Self.pending(3, channel: "C2"),
            Self.pending(4, to: "pager", channel: nil),
        ])
        #expect(queue.step(at: Self.now).start.count == 4)
        for id in Self.ids([1, 2, 3, 4]) { queue.end(id, Self.failed, at: Self.now) }
        let later = Self.now + .seconds(50)
        queue.add([Self.pending(5, dueAt: later)], at: later)
        #expect(queue.step(at: later).start == Self.ids([5]))
        queue.end(DeliveryID(5), .delivered, at: later)
        #expect(queue.step(at: later).start == Self.ids([1, 2]), "the lane, and one of the other")
    }

    /// One that the destination cannot stomach must not use up its attempts with the successes of others.
    @Test func whatFailsByItselfIsReleasedAFewTimesOnly() {
        var queue = Self.queue([Self.pending(1)])
        var attempts = 0
        for number: Int64 in 2..<100 {
            attempts += queue.step(at: Self.now).start.count { $0 == DeliveryID(1) }
            queue.end(DeliveryID(1), Self.failed, at: Self.now)
            queue.add([Self.pending(number)], at: Self.now)
            _ = queue.step(at: Self.now)
            queue.end(DeliveryID(number), .delivered, at: Self.now)
        }
        #expect(attempts == 4)
    }

    @Test func asManyAreOnTheirWayAsMayBe() {
        var limits = DeliveryQueue.Limits()
        limits.inFlight = 5
        limits.inFlightPerDestination = 3
        var queue = Self.queue(
            (1...4).map { Self.pending($0, to: "a") } + (5...8).map { Self.pending($0, to: "b") }, limits: limits)
        let step = queue.step(at: Self.now)
        #expect(step.start == Self.ids([1, 2, 3, 5, 6]))
        #expect(step.lookAgainAt == nil, "an ending is what makes room")
        queue.end(DeliveryID(1), .delivered, at: Self.now)
        #expect(queue.step(at: Self.now).start == Self.ids([4]))
    }

    @Test func aStoreThatCannotBeReadIsReadLater() throws {
        var queue = DeliveryQueue()
        _ = queue.step(at: Self.now)
        queue.loadFailed(retryAt: Self.now + .seconds(10))
        let step = queue.step(at: Self.now)
        #expect(step.load == nil)
        #expect(step.lookAgainAt == Self.now + .seconds(10))
        #expect(queue.step(at: Self.now + .seconds(10)).load != nil)
    }

    @Test func whatTheStoreDidNotHandOutComesLater() {
        var queue = Self.queue([Self.pending(1)])
        _ = queue.step(at: Self.now)
        queue.end(DeliveryID(1), .postponed(until: Self.now + .seconds(10)), at: Self.now)
        #expect(queue.step(at: Self.now).start.isEmpty)
        #expect(queue.step(at: Self.now + .seconds(10)).start == Self.ids([1]))
    }

    @Test func anotherProcesssChangesAreFound() throws {
        var queue = Self.queue([Self.pending(7)])
        #expect(queue.step(at: Self.now).start == Self.ids([7]))
        queue.readAgain()
        let load = try #require(queue.step(at: Self.now).load)
        #expect(load.after == nil)
        // Meanwhile it changes once more: the page does not count as the whole.
        queue.readAgain()
        queue.loaded([], for: load, at: Self.now)
        let again = try #require(queue.step(at: Self.now).load)
        queue.loaded([Self.pending(2), Self.pending(7)], for: again, at: Self.now)
        #expect(queue.step(at: Self.now).start == Self.ids([2]), "7 is on its way already")
        #expect(queue.step(at: Self.now).load == nil)
    }

    @Test func whatNeverHadItsTurnIsHandedOver() {
        var queue = Self.queue(
            [Self.pending(1, key: "bob"), Self.pending(2, key: "bob"), Self.pending(3, key: "eve")],
            paces: ["slack": .init(perSecond: 300, failoverAfter: .seconds(60))])
        #expect(queue.step(at: Self.now).start == Self.ids([1, 3]))
        #expect(queue.step(at: Self.now + .seconds(60)).failOver.isEmpty, "the lane does not fail")
        queue.end(DeliveryID(3), Self.failed, at: Self.now)
        let step = queue.step(at: Self.now)
        #expect(step.failOver.isEmpty)
        #expect(step.lookAgainAt == Self.now + .seconds(60))
        let later = queue.step(at: Self.now + .seconds(60))
        #expect(later.failOver == Self.ids([2]))
        #expect(later.start.isEmpty)
        queue.end(
            DeliveryID(2), .later(dueAt: Self.now, isFailure: false, pause: nil), at: Self.now + .seconds(60))
        #expect(queue.step(at: Self.now + .seconds(90)).failOver.isEmpty, "once")
        #expect(queue.step(at: Self.now + .seconds(100)).start == Self.ids([3]), "2 still waits for its turn")
    }
}
