import JSONText
import SeededGenerators
import Testing

@testable import Outbox
@testable import RelayMetrics
@testable import Rules
@testable import TextFormats

struct EmbeddedMetricsTests {
    /// A line, held to the rules of the format's specification as it is read.
    private struct Line {
        let dimensions: [String: String]
        let sets: [[String]]
        var measures: [String: Double] = [:]
        let units: [String: String]

        init(_ bytes: [UInt8]) throws {
            #expect(bytes.count <= 1 << 20)
            #expect(!bytes.contains(UInt8(ascii: "\n")))
            let root = try JSONDocument(parsing: bytes).root
            let meta = try #require(root["_aws"])
            #expect(meta["Timestamp"]?.number == "1764547200000")
            let directives = try #require(meta["CloudWatchMetrics"]).elements
            #expect(directives.count == 1)
            let directive = try #require(directives.first)
            let namespace = try #require(directive["Namespace"]?.string)
            #expect((1...1_024).contains(namespace.count))
            sets = try #require(directive["Dimensions"]).elements.map { $0.elements.compactMap(\.string) }
            #expect(!sets.isEmpty)
            var found: [String: String] = [:]
            for name in Set(sets.joined()) {
                let value = try #require(root[name]?.string)
                #expect((1...1_024).contains(value.count) && (1...250).contains(name.count))
                #expect(value.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) })
                #expect(value.contains { $0 != " " })
                found[name] = value
            }
            for set in sets { #expect(set.count <= 30) }
            dimensions = found
            let definitions = try #require(directive["Metrics"]).elements
            #expect((1...100).contains(definitions.count))
            var units: [String: String] = [:]
            for definition in definitions {
                let name = try #require(definition["Name"]?.string)
                #expect((1...1_024).contains(name.count))
                units[name] = try #require(definition["Unit"]?.string)
                measures[name] = try #require(root[name]?.number.flatMap(Double.init))
            }
            #expect(units.count == definitions.count)
            #expect(Set(units.values).isSubset(of: ["Count", "Seconds", "Milliseconds", "Bytes"]))
            self.units = units
        }
    }

    private static func lines(since earlier: [Count] = [], until figures: MetricsFigures) throws -> [Line] {
        try EmbeddedMetrics.lines(since: earlier, until: figures).map(Line.init)
    }

    @Test func writesRelayAsAWholeFirst() throws {
        let lines = try Self.lines(until: MetricsExamples.figures)
        #expect(
            lines.map(\.sets) == [
                [[]], [["RuleName"]], [["RuleName"]], [["ApiDestination"]], [["ApiDestination"]],
                [["Role", "Account"], ["Role"]],
            ])
        let whole = lines[0].measures
        #expect(whole["EventsReceived"] == 100)
        #expect(whole["MatchedEvents"] == 5)
        #expect(whole["DuplicateEvents"] == 2)
        #expect(whole["RoleUses"] == 4)
        #expect(whole["DeniedRoleUses"] == 1)
        #expect(whole["OutboxDeliveries"] == 1)
        #expect(whole["OutboxOldestAge"] == 30)
        #expect(whole["HeartbeatAge"] == 3_659.75)
        #expect(whole["StoreSize"] == 40_960)
        #expect(whole["RulesStale"] == 1)
        #expect(lines[0].units["StoreSize"] == "Bytes")
        let slack = try #require(lines.first { $0.dimensions["ApiDestination"] == MetricsExamples.slack }).measures
        #expect(slack["Invocations"] == 4)
        #expect(slack["InvocationAttempts"] == 7)
        #expect(slack["UncertainInvocationAttempts"] == 2)
        #expect(slack["FailedInvocations"] == 2)
        #expect(slack["InvocationsSentToDlq"] == 2)
        #expect(slack["DeadLetters"] == 1)
        #expect(slack["Blocked"] == 1)
        #expect(slack["IngestionToInvocationSuccessLatency"] == 45_000_040)
        let role = try #require(lines.last)
        #expect(role.dimensions == ["Role": "BreakGlassAdmin", "Account": "111122223333"])
        #expect(role.measures == ["RoleUses": 4, "DeniedRoleUses": 1])
    }

    @Test func aPeriodHasWhatWasAddedInIt() throws {
        var figures = MetricsExamples.figures
        figures.store?.books = Books(counts: MetricsExamples.counts + [Count(.received(.noRule), 10)], backlog: [])
        figures.health = []
        let lines = try Self.lines(since: MetricsExamples.counts, until: figures)
        #expect(lines.count == 1)
        #expect(lines.first?.measures["EventsReceived"] == 10)
        #expect(lines.first?.measures["EventsWithoutRule"] == 10)
        // An alarm needs data when nothing happens, too.
        #expect(lines.first?.measures["FailedInvocations"] == 0)
        #expect(lines.first?.measures["IngestionToInvocationSuccessLatency"] == nil)
    }

    /// A counter that has gone down is another store's.
    @Test func countsAnotherStoreFromItsBeginning() throws {
        var figures = MetricsFigures(now: MetricsExamples.now, version: "1")
        figures.store = StoreFigures(Books(counts: [Count(.received(.invalid), 2)], backlog: []))
        let lines = try Self.lines(since: [Count(.received(.invalid), 50)], until: figures)
        #expect(lines.first?.measures["InvalidEvents"] == 2)
    }

    @Test func withoutAStoreThereAreNoLines() {
        let figures = MetricsFigures(now: MetricsExamples.now, version: "1")
        #expect(EmbeddedMetrics.lines(since: [], until: figures).isEmpty)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func keepsToTheFormatForAnyNames(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var figures = MetricsExamples.figures
        for _ in 0..<20 {
            let (one, other) = (MetricsExamples.hostileText(&random), MetricsExamples.hostileText(&random))
            figures.store?.books.counts += [
                Count(.roleUse(role: one, account: other, outcome: "allowed")), Count(.matched(rule: one)),
                Count(.settled(apiDestination: String(repeating: one, count: 500), state: .dead)),
            ]
        }
        #expect(try Self.lines(until: figures).count > 6)
    }

    @Test func rolesAreBoundedHereToo() throws {
        var figures = MetricsFigures(now: MetricsExamples.now, version: "1")
        let counts = (0..<BoundedRoles.rolesLimit + 10).map {
            Count(.roleUse(role: "role-\($0)", account: "1", outcome: "allowed"))
        }
        figures.store = StoreFigures(Books(counts: counts, backlog: []))
        let lines = try Self.lines(until: figures)
        #expect(lines.count == 1 + BoundedRoles.rolesLimit + 1)
        #expect(lines.first { $0.dimensions["Role"] == "other" }?.measures["RoleUses"] == 10)
    }

    @Test func moreMeasuresThanADirectiveTakesMakeMoreLines() throws {
        let measures = (0..<EmbeddedMetricLine.measuresLimit + 1).map {
            EmbeddedMetricLine.Measure(name: "M\($0)", unit: "Count", value: Double($0))
        }
        let line = EmbeddedMetricLine(
            dimensionSets: [["A"]], dimensions: [.init("A", "a")], measures: measures)
        let lines = try line.encoded(namespace: "relay", at: MetricsExamples.now).map(Line.init)
        #expect(lines.map(\.measures.count) == [EmbeddedMetricLine.measuresLimit, 1])
        #expect(lines.allSatisfy { $0.dimensions == ["A": "a"] })
    }
}
