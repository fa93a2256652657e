import Alerts
import Outbox
import Rules
import Testing
import TextFormats

@testable import relay

/// Verdicts on drills that a test could not wait for.
struct DrillReportTests {
    static let start = Timestamp(milliseconds: 1_772_442_843_000)

    private static func report(
        _ hops: [(DeliveryState, Int?)], fate: EventFate = .accepted, within seconds: Int = 60, waited: Int = 1
    ) -> DrillReport {
        var report = DrillReport(
            id: "d", rule: "r", url: "http://127.0.0.1:8765", eventID: "e", answeredAfter: .milliseconds(3),
            announcedWithin: .seconds(seconds), fate: fate)
        report.waited = .seconds(waited)
        guard fate == .accepted else { return report }
        report.record = DrillRecord(
            id: "d", rule: "r", receivedAt: start, acceptedAt: start + .milliseconds(2),
            hops: hops.enumerated().map { index, hop in
                DrillRecord.Hop(
                    delivery: DeliveryID(Int64(index + 1)), apiDestination: "d\(index)", state: hop.0,
                    firstSentAt: hop.1.map { _ in start + .milliseconds(5) },
                    settledAt: hop.1.map { start + .milliseconds($0) }, reason: "\u{1B}[2J")
            })
        return report
    }

    struct Case: Sendable {
        let hops: [(DeliveryState, Int?)]
        var waited = 1
        let status: relay.ExitStatus
        let verdict: String
    }

    static let cases = [
        Case(hops: [(.delivered, 100)], status: .yes, verdict: "met: announced after 100 ms, within 60000 ms"),
        Case(
            hops: [(.delivered, 100), (.delivered, 60_000)], waited: 70, status: .yes,
            verdict: "met: announced after 60000 ms, within 60000 ms"),
        Case(
            hops: [(.delivered, 60_001)], waited: 70, status: .no,
            verdict: "not met: announced after 60001 ms, not within 60000 ms"),
        Case(hops: [(.delivered, 100), (.dead, 200)], status: .no, verdict: "not met: not everything arrived"),
        Case(hops: [(.delivered, 100), (.waiting, nil)], status: .no, verdict: "not met: not everything arrived"),
        Case(hops: [], status: .no, verdict: "not met: nothing was sent for it"),
        Case(hops: [(.pending, nil)], waited: 61, status: .no, verdict: "not met: not announced within 60000 ms"),
        Case(
            hops: [(.pending, nil)], waited: 5, status: .unknown,
            verdict: "not known: still on its way when the wait was over"),
    ]

    @Test(arguments: cases)
    func judges(drill: Case) {
        let report = Self.report(drill.hops, waited: drill.waited)
        #expect(report.status == drill.status)
        #expect(report.lines(in: TextStyle(isOn: false)).last == drill.verdict)
    }

    @Test(arguments: [EventFate.noRule, .invalid, .duplicate])
    func whatIsNotAcceptedIsNotAnnounced(fate: EventFate) {
        let report = Self.report([], fate: fate)
        #expect(report.status == .no)
        #expect(report.lines(in: TextStyle(isOn: false)).last == "not met: nothing was sent for it")
    }

    @Test func readsAsTheEventWent() {
        let lines = Self.report([(.delivered, 140), (.pending, nil)]).lines(in: TextStyle(isOn: false))
        #expect(
            lines == [
                "drill d: r at http://127.0.0.1:8765", "        3 ms  answered: accepted",
                "        2 ms  accepted, and durable", "        5 ms  sent to d0, delivery 1",
                "      140 ms  delivered to d0, delivery 1: \\u001B[2J",
                "         ...  pending to d1, delivery 2: \\u001B[2J",
                "not known: still on its way when the wait was over",
            ])
    }
}

struct RelayAddressTests {
    @Test(arguments: [
        ("127.0.0.1", false, "http://127.0.0.1:8765"), ("0.0.0.0", false, "http://127.0.0.1:8765"),
        ("::", true, "https://[::1]:8765"), ("::1", false, "http://[::1]:8765"),
        ("relay.example.com", true, "https://relay.example.com:8765"),
    ])
    func isWhereTheRulesFileSays(host: String, hasTLS: Bool, url: String) throws {
        var server = ServerSettings()
        server.host = host
        if hasTLS { server.tls = .init(certificateFile: "tls/a.pem", privateKeyFile: "tls/a.key") }
        var config = ConfigOption()
        config.path = "etc/relay.yaml"
        let address = try RelayAddress(nil, server: server, config: config)
        #expect(address.url == url)
        #expect(address.certificateFile == (hasTLS ? "etc/tls/a.pem" : nil))
        #expect(!address.checksHostName)
    }

    /// Whoever names an address wants the one at that address.
    @Test(arguments: ["https://relay.example.com:8765", "https://relay.example.com:8765/"])
    func anAddressThatIsGivenIsChecked(url: String) throws {
        var config = ConfigOption()
        config.path = "relay.yaml"
        let address = try RelayAddress(url, server: ServerSettings(), config: config)
        #expect(address.url == "https://relay.example.com:8765")
        #expect(address.checksHostName)
    }
}
