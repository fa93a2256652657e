import Outbox
import RelayTesting
import Testing
import TextFormats

@testable import Alerts

/// How uses are counted around one of them.
struct RoleHistoryTests {
    private typealias Sample = RelayTesting.Sample

    private static func use(
        _ name: String, after seconds: Int, origin: EventOrigin = .live, role: String = "BreakGlassAdmin"
    ) throws -> LedgerUse {
        LedgerUse(
            try Sample.use(name, who: name, role: role, at: Sample.noon + .seconds(seconds)),
            receivedAt: Sample.noon + .seconds(seconds), origin: origin)
    }

    private static func point() throws -> UsePoint {
        UsePoint(try use("point", after: 0))
    }

    /// Another use of the batch, seen from one at noon: does it count within the quarter, and as the last before?
    @Test(arguments: [
        (-1, "BreakGlassAdmin", true, 2, true), (0, "BreakGlassAdmin", true, 2, true),
        (1, "BreakGlassAdmin", true, 1, false), (-1, "BreakGlassAdmin", false, 2, true),
        (-1, "Other", true, 1, false), (-200 * 86_400, "BreakGlassAdmin", true, 1, true),
    ])
    func countsAUseOfTheSameBatch(
        seconds: Int, role: String, isLive: Bool, ordinal: Int, isPrevious: Bool
    ) throws {
        let point = try Self.point()
        var history = RoleHistory()
        history.add(
            try Self.use("other", after: seconds, origin: isLive ? .live : .archive, role: role), seenFrom: point)
        let usage = RoleUsage(at: point, history)
        #expect(usage.ordinal == ordinal)
        #expect(usage.previous?.who == (isPrevious ? "other" : nil))
        #expect(usage.weeks.reduce(0, +) == ordinal)
    }

    /// A use on record that a plan before moves from one time to another.
    @Test(arguments: [
        (-60, -30, 2, "new" as String?), (-60, 30, 1, "old"), (30, -60, 2, "new"),
        (30, 60, 1, nil),
    ])
    func countsAUseThatIsReplaced(from: Int, to: Int, ordinal: Int, previous: String?) throws {
        let point = try Self.point()
        let (old, new) = (try Self.use("old", after: from), try Self.use("new", after: to))
        var history = RoleHistory(days: [Sample.noon.day: 1], laterThatDay: from > 0 ? 1 : 0)
        if from < 0 { history.previous = .init(time: old.time, who: old.who) }
        history.replace(old, by: new, reference: .stored(3), seenFrom: point)
        let usage = RoleUsage(at: point, history)
        #expect(usage.ordinal == ordinal)
        #expect(usage.previous?.who == previous)
    }
}
