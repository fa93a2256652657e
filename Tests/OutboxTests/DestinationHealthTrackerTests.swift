import Outbox
import Testing
import TextFormats

struct DestinationHealthTrackerTests {
    static let now = Timestamp(milliseconds: 1_772_442_847_000)
    static let lane = LaneKey(apiDestination: "slack", channel: "C1")
    static let revoked = AttemptOutcome(.misconfigured, reason: "token_revoked")
    static let archived = AttemptOutcome(.misconfigured, reason: "is_archived", concernsChannel: true)

    /// The macro cannot look into an expression that changes a value.
    private func expect(_ holds: Bool, at location: SourceLocation = #_sourceLocation) {
        #expect(holds, sourceLocation: location)
    }

    @Test func aMistakeIsToldOnceUntilItIsPutRight() throws {
        var health = DestinationHealthTracker()
        let note = health.note(Self.revoked, of: Self.lane, at: Self.now)
        let told = try #require(note)
        #expect(told.apiDestination == "slack")
        #expect(told.channel == nil)
        #expect(told.blockedBecause == "token_revoked")
        #expect(told.blockedSince == Self.now)
        expect(health.note(Self.revoked, of: Self.lane, at: Self.now + .seconds(1)) == nil)
        expect(health.note(AttemptOutcome(.delivered, reason: "ok"), of: Self.lane, at: Self.now + .seconds(2)) == nil)
        #expect(health.all.map(\.blockedBecause) == [nil])
        #expect(health.all.map(\.lastDeliveredAt) == [Self.now + .seconds(2)])
        expect(health.note(Self.revoked, of: Self.lane, at: Self.now + .seconds(3)) != nil)
    }

    @Test func anotherReasonIsToldAnew() {
        var health = DestinationHealthTracker()
        expect(health.note(Self.revoked, of: Self.lane, at: Self.now) != nil)
        expect(
            health.note(AttemptOutcome(.ours, reason: "no secret"), of: Self.lane, at: Self.now + .seconds(9)) != nil)
        #expect(health.all.first?.blockedSince == Self.now)
    }

    @Test func aChannelsTroubleIsItsOwn() {
        var health = DestinationHealthTracker()
        let other = LaneKey(apiDestination: "slack", channel: "C2")
        expect(health.note(Self.archived, of: Self.lane, at: Self.now)?.channel == "C1")
        expect(health.note(Self.archived, of: other, at: Self.now)?.channel == "C2")
        _ = health.note(AttemptOutcome(.delivered, reason: "ok"), of: other, at: Self.now)
        #expect(health.all.filter { $0.blockedBecause != nil }.map(\.channel) == ["C1"])
    }

    @Test func failuresAreCountedUntilASuccess() {
        var health = DestinationHealthTracker()
        for outcome in [AttemptOutcome.Kind.failed, .timedOut, .unreachable, .throttled, .refused, .unrenderable] {
            _ = health.note(AttemptOutcome(outcome, reason: ""), of: Self.lane, at: Self.now)
        }
        #expect(health.all.map(\.failuresInARow) == [4])
        _ = health.note(AttemptOutcome(.delivered, reason: "ok"), of: Self.lane, at: Self.now)
        #expect(health.all.map(\.failuresInARow) == [0])
    }

    @Test func isBounded() {
        var health = DestinationHealthTracker()
        for number in 0..<DestinationHealthTracker.entriesLimit + 50 {
            _ = health.note(Self.archived, of: LaneKey(apiDestination: "slack", channel: "C\(number)"), at: Self.now)
        }
        #expect(health.all.count == DestinationHealthTracker.entriesLimit)
        _ = health.note(Self.revoked, of: LaneKey(apiDestination: "pager"), at: Self.now)
        #expect(health.all.contains { $0.apiDestination == "pager" }, "destinations come from the rules file")
        health.keep(only: ["pager"])
        #expect(health.all.map(\.apiDestination) == ["pager"])
    }
}
