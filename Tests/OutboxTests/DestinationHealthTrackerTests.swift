import Outbox
import Testing
import TextFormats

struct DestinationHealthTrackerTests {
    static let now = Timestamp(milliseconds: 1_772_442_847_000)
    static let lane = LaneKey(apiDestination: "slack", channel: "C1")
    static let revoked = Verdict(.misconfigured, reason: "token_revoked")
    static let archived = Verdict(.misconfigured, reason: "is_archived", concernsChannel: true)

    /// The macro cannot look into an expression that changes a value.
    private func expect(_ holds: Bool, at location: SourceLocation = #_sourceLocation) {
        #expect(holds, sourceLocation: location)
    }

    @Test func aMistakeIsToldOnceUntilItIsPutRight() throws {
        var book = DestinationHealthTracker()
        let note = book.note(Self.revoked, of: Self.lane, at: Self.now)
        let told = try #require(note)
        #expect(told.apiDestination == "slack")
        #expect(told.channel == nil)
        #expect(told.blockedBecause == "token_revoked")
        #expect(told.blockedSince == Self.now)
        expect(book.note(Self.revoked, of: Self.lane, at: Self.now + .seconds(1)) == nil)
        expect(book.note(Verdict(.delivered, reason: "ok"), of: Self.lane, at: Self.now + .seconds(2)) == nil)
        #expect(book.all.map(\.blockedBecause) == [nil])
        #expect(book.all.map(\.lastDeliveredAt) == [Self.now + .seconds(2)])
        expect(book.note(Self.revoked, of: Self.lane, at: Self.now + .seconds(3)) != nil)
    }

    @Test func anotherReasonIsToldAnew() {
        var book = DestinationHealthTracker()
        expect(book.note(Self.revoked, of: Self.lane, at: Self.now) != nil)
        expect(book.note(Verdict(.ours, reason: "no secret"), of: Self.lane, at: Self.now + .seconds(9)) != nil)
        #expect(book.all.first?.blockedSince == Self.now)
    }

    @Test func aChannelsTroubleIsItsOwn() {
        var book = DestinationHealthTracker()
        let other = LaneKey(apiDestination: "slack", channel: "C2")
        expect(book.note(Self.archived, of: Self.lane, at: Self.now)?.channel == "C1")
        expect(book.note(Self.archived, of: other, at: Self.now)?.channel == "C2")
        _ = book.note(Verdict(.delivered, reason: "ok"), of: other, at: Self.now)
        #expect(book.all.filter { $0.blockedBecause != nil }.map(\.channel) == ["C1"])
    }

    @Test func failuresAreCountedUntilASuccess() {
        var book = DestinationHealthTracker()
        for outcome in [Attempt.Outcome.failed, .timedOut, .unreachable, .throttled, .refused, .unrenderable] {
            _ = book.note(Verdict(outcome, reason: ""), of: Self.lane, at: Self.now)
        }
        #expect(book.all.map(\.failuresInARow) == [4])
        _ = book.note(Verdict(.delivered, reason: "ok"), of: Self.lane, at: Self.now)
        #expect(book.all.map(\.failuresInARow) == [0])
    }

    @Test func isBounded() {
        var book = DestinationHealthTracker()
        for number in 0..<DestinationHealthTracker.entriesLimit + 50 {
            _ = book.note(Self.archived, of: LaneKey(apiDestination: "slack", channel: "C\(number)"), at: Self.now)
        }
        #expect(book.all.count == DestinationHealthTracker.entriesLimit)
        _ = book.note(Self.revoked, of: LaneKey(apiDestination: "pager"), at: Self.now)
        #expect(book.all.contains { $0.apiDestination == "pager" }, "destinations come from the rules file")
        book.keep(only: ["pager"])
        #expect(book.all.map(\.apiDestination) == ["pager"])
    }
}
