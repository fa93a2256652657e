import Outbox
import RelayTesting
import Testing
import TextFormats

/// Deliveries that were on their way when relay ended, and pauses that end before an alert's time does.
struct DeliveryQueueInterruptionTests {
    private static let now = DeliveryQueueTests.now

    private static func interrupted(_ number: Int64, dueAt: Timestamp = now) -> PendingDelivery {
        DeliveryQueueTests.pending(number, channel: "C\(number)", dueAt: dueAt, interruptions: 1)
    }

    /// Were several sent at once, another end of relay would not tell which of them it was.
    @Test func interruptedDeliveriesGoOneByOne() {
        var queue = DeliveryQueueTests.queue([
            Self.interrupted(1), Self.interrupted(2), DeliveryQueueTests.pending(3), Self.interrupted(4),
        ])
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([1, 3]))
        queue.end(DeliveryID(3), .delivered, at: Self.now)
        #expect(queue.step(at: Self.now).start.isEmpty)
        queue.end(DeliveryID(1), .delivered, at: Self.now)
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([2]))
        // What has an outcome is interrupted no more, and goes beside others.
        queue.end(DeliveryID(2), .later(dueAt: Self.now, isFailure: true), at: Self.now)
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([2, 4]))
    }

    /// A lane that works again releases what waits for its back-off, and not what was set aside.
    @Test func whatIsSetAsideStaysAside() {
        let later = Self.now + .seconds(30)
        var queue = DeliveryQueueTests.queue([
            DeliveryQueueTests.pending(1), DeliveryQueueTests.pending(2, dueAt: later),
            DeliveryQueueTests.pending(3, dueAt: later, interruptions: 2),
        ])
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([1]))
        queue.end(DeliveryID(1), .later(dueAt: Self.now, isFailure: true), at: Self.now)
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([1]))
        queue.end(DeliveryID(1), .delivered, at: Self.now)
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([2]))
        #expect(queue.step(at: later).start == DeliveryQueueTests.ids([3]))
    }

    /// A pause that a destination asks for ends, for each delivery, when that is to be tried for the last time.
    @Test func aPauseHoldsNothingBackBeyondItsLastTry() {
        let (soon, pause) = (Self.now + .seconds(57), Duration.seconds(600))
        var queue = DeliveryQueueTests.queue([
            DeliveryQueueTests.pending(1),
            DeliveryQueueTests.pending(2, dueAt: Self.now + .seconds(1), lastTryAt: soon),
            DeliveryQueueTests.pending(3, dueAt: Self.now + .seconds(1)),
        ])
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([1]))
        queue.end(DeliveryID(1), .later(dueAt: Self.now + pause, isFailure: true, pause: pause), at: Self.now)
        #expect(queue.step(at: Self.now).lookAgainAt == soon)
        #expect(queue.step(at: soon - .milliseconds(1)).start.isEmpty)
        #expect(queue.step(at: soon).start == DeliveryQueueTests.ids([2]))
        #expect(queue.step(at: Self.now + pause).start == DeliveryQueueTests.ids([1, 3]))
    }

    /// The pause of a channel is one of its destination, too.
    @Test func aPauseIsShownForTheWholeDestination() {
        var queue = DeliveryQueueTests.queue([DeliveryQueueTests.pending(1)])
        #expect(queue.step(at: Self.now).start == DeliveryQueueTests.ids([1]))
        let until = Self.now + .seconds(17)
        queue.end(DeliveryID(1), .later(dueAt: until, isFailure: true, pause: .seconds(17)), at: Self.now)
        for lane in [
            LaneKey(apiDestination: "slack"), LaneKey(apiDestination: "slack", channel: "C1"),
        ] {
            #expect(queue.pausedUntil(lane, at: Self.now) == until)
            #expect(queue.pausedUntil(lane, at: until) == nil)
        }
        #expect(queue.pausedUntil(LaneKey(apiDestination: "slack", channel: "C2"), at: Self.now) == nil)
        #expect(queue.pausedUntil(LaneKey(apiDestination: "pager"), at: Self.now) == nil)
    }
}
