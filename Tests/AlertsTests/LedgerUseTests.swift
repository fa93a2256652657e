import Outbox
import RelayTesting
import Testing
import TextFormats

@testable import Alerts

/// What is on record of a use once a copy of it has come in.
struct LedgerUseTests {
    private typealias Sample = RelayTesting.Sample

    private static func use(
        _ copy: RelayTesting.Sample.Copy, _ origin: EventOrigin, after seconds: Int
    ) throws -> LedgerUse {
        LedgerUse(
            try Sample.use("a", copy: copy), id: Int64(seconds), receivedAt: Sample.noon + .seconds(seconds),
            origin: origin)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var first: (RelayTesting.Sample.Copy, EventOrigin)
        var second: (RelayTesting.Sample.Copy, EventOrigin)
        var alertsFirst: Bool
        /// Which of the two the caller's name is from, and which the time of receipt.
        var who: Int
        var arrival: Int

        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "the copy that names the caller is kept", first: (.withoutCaller, .live),
            second: (.withCaller, .live),
            alertsFirst: false, who: 2, arrival: 1),
        Case(
            name: "one without the caller changes nothing", first: (.withCaller, .live),
            second: (.withoutCaller, .live),
            alertsFirst: false, who: 1, arrival: 1),
        Case(
            name: "two without the caller", first: (.withoutCaller, .live), second: (.withoutCaller, .live),
            alertsFirst: false,
            who: 1, arrival: 1),
        Case(
            name: "an archive's use that comes in live is live", first: (.withCaller, .archive),
            second: (.withoutCaller, .live),
            alertsFirst: true, who: 1, arrival: 2),
        Case(
            name: "an archive's use that is only recorded again stays", first: (.withCaller, .archive),
            second: (.withCaller, .live), alertsFirst: false, who: 1, arrival: 1),
        Case(
            name: "a live use stays live", first: (.withoutCaller, .live), second: (.withCaller, .archive),
            alertsFirst: true,
            who: 2, arrival: 1),
    ])
    func isMergedWithItsCopy(row: Case) throws {
        let uses = [
            try Self.use(row.first.0, row.first.1, after: 1), try Self.use(row.second.0, row.second.1, after: 2),
        ]
        let merged = uses[0].merged(with: uses[1], alertsFirst: row.alertsFirst)
        #expect(merged.id == 1)
        #expect(merged.who == uses[row.who - 1].who)
        #expect(merged.isCopyWithoutCaller == uses[row.who - 1].isCopyWithoutCaller)
        #expect(merged.receivedAt == uses[row.arrival - 1].receivedAt)
        #expect(merged.origin == uses[row.arrival - 1].origin)
    }
}
