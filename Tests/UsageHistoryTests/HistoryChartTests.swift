import CloudTrail
import Foundation
import FoundationXML
import SeededGenerators
import Testing

@testable import Alerts
@testable import TextFormats
@testable import UsageHistory

/// Foundation's XML parser reads what a browser would.
private final class Picture: NSObject, XMLParserDelegate {
    private(set) var texts: [String] = []
    private(set) var fills: [String] = []
    private(set) var elements: [String] = []
    private var isText = false
    private(set) var described = ""
    private var current = ""

    init?(_ svg: String) {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        current = ""
        if let fill = attributes["fill"], name == "rect" { fills.append(fill) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { current += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "text" { texts.append(current) }
        if name == "desc" { described = current }
        current = ""
    }
}

struct HistoryChartTests {
    private static let uses: [LedgerUse] = [
        .example("2026-03-02"), .example("2026-03-02"), .example("2026-03-02", .denied),
        .example("2026-03-03", role: "Auditor"),
    ]

    private static func picture(_ history: UseHistory, title: String = "Break-glass") throws -> Picture {
        let chart = try #require(HistoryChart(history, title: title))
        return try #require(Picture(chart.svg))
    }

    @Test func drawsABarForEachColourAndHatchesWhatWasDenied() throws {
        let picture = try Self.picture(.example("2026-03-01 2026-03-05", Self.uses))
        // A bar, its place in the legend, and the stripes of its hatching.
        #expect(picture.fills.count { $0 == HistoryChart.colors[0] } == 3)
        #expect(picture.fills.count { $0 == HistoryChart.colors[1] } == 3)
        #expect(picture.fills.count { $0 == "url(#denied0)" } == 1)
        #expect(picture.texts.contains("Break-glass"))
        #expect(picture.texts.contains("hatched: denied"))
        #expect(picture.texts.contains("111122223333 · 3 uses (1 denied)"))
        #expect(
            picture.described == """
                4 uses (1 denied) from 2026-03-01 to 2026-03-05. Most in 2026-03-02: 3 uses (1 denied). \
                BreakGlassAdmin, 111122223333: 3 uses (1 denied); Auditor, 111122223333: 1 use.
                """)
    }

    @Test func explainsHatchingWhereThereIsSome() throws {
        let picture = try Self.picture(.example("2026-03-01 2026-03-05", [.example("2026-03-02")]))
        #expect(!picture.texts.contains("hatched: denied"))
    }

    @Test func saysThatThereWereNoUses() throws {
        let picture = try Self.picture(.example("2026-03-01 2026-03-05"))
        #expect(picture.texts.contains("Nobody used a role in this time."))
        #expect(picture.described == "Nobody used a role from 2026-03-01 to 2026-03-05.")
    }

    @Test func theSmallerOnesAreDrawnTogether() throws {
        let many = (0..<HistoryChart.seriesLimit + 4).flatMap { number in
            (0...10 - number).map { _ in LedgerUse.example("2026-03-02", who: "person-\(number)") }
        }
        let picture = try Self.picture(.example("2026-03-01 2026-03-05", by: .person, many))
        #expect(picture.texts.contains("4 others"))
        // One more than there are colours has a name of its own: "1 others" would take as much room.
        let seven = many.filter { $0.who < "person-7" }
        #expect(try Self.picture(.example("2026-03-01 2026-03-05", by: .person, seven)).texts.contains("person-6"))
    }

    @Test func namesAccountsAsPeopleDo() throws {
        let chart = try #require(
            HistoryChart(
                .example("2026-03-01 2026-03-05", Self.uses), title: "T",
                accountNames: [("111122223333", "payments-prod")]))
        #expect(chart.series.map(\.fullName) == ["BreakGlassAdmin, payments-prod", "Auditor, payments-prod"])
        let byAccount = try #require(
            HistoryChart(
                .example("2026-03-01 2026-03-05", by: .account, Self.uses), title: "T",
                accountNames: [("111122223333", "payments-prod")]))
        #expect(byAccount.series.map(\.fullName) == ["payments-prod (111122223333)"])
    }

    @Test func refusesMoreBarsThanThePageHolds() throws {
        let last = try #require(CalendarDay("2026-03-31"))
        func chart(_ days: Int) -> HistoryChart? {
            HistoryChart(UseHistory(days: last.advanced(by: 1 - days)...last, by: .role, per: .day), title: "T")
        }
        #expect(chart(HistoryChart.barsLimit) != nil)
        #expect(chart(HistoryChart.barsLimit + 1) == nil)
    }

    /// The caller who takes a role chooses the session's name, and a report is opened in a browser.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func anyNamesGiveValidText(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let hostile = [
            "<script>alert(1)</script>", "\"/><image href='x' onerror='1'/>", "</text>", "]]>", "&amp;", "\u{0}",
            "\u{202E}",
            "\u{FFFE}", "\u{7}", "-->", "é", "👩‍🚒",
        ]
        let uses = (0..<8).map { _ in
            let name = (0..<3).reduce(into: "") { text, _ in text += hostile.randomElement(using: &random) ?? "" }
            return LedgerUse.example("2026-03-02", role: name, account: name, who: name)
        }
        for grouping in UseHistory.Grouping.allCases {
            let history = UseHistory.example("2026-03-01 2026-03-05", by: grouping, uses)
            let picture = try Self.picture(history, title: hostile.randomElement(using: &random) ?? "")
            let expected: Set = ["svg", "title", "desc", "defs", "pattern", "rect", "text", "path", "g"]
            #expect(Set(picture.elements) == expected)
        }
    }

    /// Every shape of history makes numbers that a renderer takes.
    @Test(arguments: [1, 7, 45, 90, 370], HistoryPeriod.allCases)
    func drawsWithinItsFrame(days: Int, period: HistoryPeriod) throws {
        let last = try #require(CalendarDay("2026-03-31"))
        var history = UseHistory(days: last.advanced(by: 1 - days)...last, by: .role, per: period)
        for day in 0..<days {
            let time = "\(last.advanced(by: -day))"
            for _ in 0...(day % 17) { history.add(.example(time)) }
        }
        let chart = try #require(HistoryChart(history, title: "T"))
        #expect(Picture(chart.svg) != nil)
        for name in ["nan", "inf", "e-", "e+"] { #expect(!chart.svg.contains("=\"\(name)")) }
        let layout = chart.layout
        #expect(layout.y(chart.ticks.top) >= HistoryChart.Layout.top - 0.001)
        #expect(history.totals.allSatisfy { $0.all <= chart.ticks.top })
        #expect(layout.x(history.starts.count - 1) + layout.barWidth / 2 <= HistoryChart.Layout.right + 0.001)
    }
}
