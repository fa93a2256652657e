import ChildProcesses
import SeededGenerators
import Testing

@testable import Outbox
@testable import RelayMetrics

struct MetricsPageTests {
    private static func page(_ figures: MetricsFigures, _ format: MetricsFormat) throws -> Exposition {
        try Exposition(figures.page(in: format), isOpenMetrics: format == .openMetrics)
    }

    private static func page() throws -> Exposition { try page(MetricsExamples.figures, .prometheusText) }

    /// What a page says of the example, one line for each: name, labels, value.
    @Test(arguments: [
        ("relay_events_received_total", ["fate": "accepted"], 5.0),
        ("relay_events_received_total", ["fate": "no_rule"], 90),
        ("relay_matched_events_total", [:], 5),
        ("relay_triggered_rules_total", ["rule": "break-glass-used"], 4),
        ("relay_folded_uses_total", ["rule": "break-glass-used"], 1),
        ("relay_deliveries_planned_total", ["rule": "break-glass-used", "api_destination": MetricsExamples.slack], 4),
        ("relay_deliveries_settled_total", ["api_destination": MetricsExamples.slack, "state": "dropped"], 1),
        ("relay_deliveries_reopened_total", ["api_destination": MetricsExamples.slack, "from": "dead"], 1),
        ("relay_deliveries_handed_over_total", ["api_destination": MetricsExamples.slack, "otherwise": "pager"], 1),
        ("relay_deliveries_redriven_total", ["api_destination": MetricsExamples.slack], 1),
        // Delivered and given up; dropping is not EventBridge's.
        ("relay_invocations_total", ["api_destination": MetricsExamples.slack], 4),
        ("relay_invocation_attempts_total", ["api_destination": MetricsExamples.slack, "outcome": "throttled"], 3),
        ("relay_successful_invocation_attempts_total", ["api_destination": MetricsExamples.slack], 2),
        ("relay_retry_invocation_attempts_total", ["api_destination": MetricsExamples.slack], 4),
        ("relay_throttled_invocation_attempts_total", ["api_destination": MetricsExamples.slack], 3),
        (
            "relay_uncertain_invocation_attempts_total",
            ["api_destination": MetricsExamples.slack, "outcome": "interrupted"], 1
        ),
        ("relay_failed_invocations_total", ["api_destination": MetricsExamples.slack, "reason": "TIMEOUT"], 1),
        (
            "relay_invocations_sent_to_dlq_total",
            ["api_destination": MetricsExamples.slack, "fault": "destination", "error_code": "NO_PERMISSIONS"], 1
        ),
        (
            "relay_ingestion_to_invocation_success_latency_seconds_bucket",
            ["api_destination": MetricsExamples.slack, "le": "0.05"], 0
        ),
        (
            "relay_ingestion_to_invocation_success_latency_seconds_bucket",
            ["api_destination": MetricsExamples.slack, "le": "86400.0"], 1
        ),
        (
            "relay_ingestion_to_invocation_success_latency_seconds_count",
            ["api_destination": MetricsExamples.slack], 2
        ),
        (
            "relay_ingestion_to_invocation_success_latency_seconds_sum",
            ["api_destination": MetricsExamples.slack], 90_000.08
        ),
        (
            "relay_role_uses_total", ["role": "BreakGlassAdmin", "account": "111122223333", "outcome": "denied"], 1
        ),
        ("relay_store_pruned_rows_total", [:], 7),
        ("relay_outbox_deliveries", ["api_destination": "pager", "state": "pending"], 1),
        ("relay_outbox_oldest_age_seconds", ["api_destination": "pager", "state": "pending"], 30),
        (
            "relay_outbox_waiting_deliveries", ["api_destination": MetricsExamples.slack, "error_code": "NO_RESOURCE"],
            5
        ),
        (
            "relay_outbox_waiting_deliveries",
            ["api_destination": MetricsExamples.slack, "error_code": "NO_PERMISSIONS"], 4
        ),
        ("relay_books_deliveries_owed", [:], 6),
        ("relay_books_deliveries_accounted_for", [:], 6),
        ("relay_destination_blocked", ["api_destination": MetricsExamples.slack], 1),
        ("relay_destination_blocked", ["api_destination": "pager"], 0),
        ("relay_destination_paused_seconds", ["api_destination": MetricsExamples.slack], 1.5),
        ("relay_destination_failures_in_a_row", ["api_destination": MetricsExamples.slack], 3),
        (
            "relay_destination_last_delivery_timestamp_seconds", ["api_destination": MetricsExamples.slack],
            1_764_547_140
        ),
        ("relay_heartbeat_interval_seconds", ["rule": "break-glass-used"], 3_600),
        ("relay_heartbeat_last_success_age_seconds", ["rule": "break-glass-used"], 3_659.75),
        ("relay_heartbeat_last_success_duration_seconds", ["rule": "break-glass-used"], 0.25),
        ("relay_rules_in_force", [:], 2),
        ("relay_rules_loaded_timestamp_seconds", [:], 1_764_545_400),
        ("relay_rules_failed_reloads_total", [:], 1),
        ("relay_rules_stale", [:], 1),
        ("relay_rules_file_info", ["fingerprint": "9f86d081"], 1),
        ("relay_store_readable", [:], 1),
        ("relay_store_writable", [:], 1),
        ("relay_store_size_bytes", [:], 40_960),
        ("relay_clock_leaps_total", [:], 2),
        ("relay_store_pruning_lag_seconds", [:], 90),
        ("process_cpu_seconds_total", [:], 12.34),
        ("process_resident_memory_bytes", [:], 20_000_000),
        ("process_start_time_seconds", [:], 1_764_543_600),
        ("relay_build_info", ["version": "1.2.3"], 1),
    ])
    func tells(name: String, labels: [String: String], value: Double) throws {
        #expect(try Self.page().value(name, labels) == value)
    }

    @Test func bothFormatsHaveTheSameSeries() throws {
        let figures = MetricsExamples.figures
        let (text, open) = try (Self.page(figures, .prometheusText), Self.page(figures, .openMetrics))
        #expect(text.series == open.series)
        #expect(open.units["relay_store_size_bytes"] == "bytes")
        #expect(open.types["relay_build"] == "info")
        #expect(text.types["relay_role_uses_total"] == "counter")
    }

    /// Monitoring systems see no increase without an earlier value, so every series that may come begins at 0.
    @Test func seriesBeginAtZero() throws {
        var figures = MetricsFigures(now: MetricsExamples.now, version: "1")
        figures.store = StoreFigures(DeliveryBalance(counts: [], backlog: []))
        figures.rules = MetricsExamples.rules
        let page = try Self.page(figures, .prometheusText)
        for fate in IngestOutcome.allCases {
            #expect(page.value("relay_events_received_total", ["fate": fate.rawValue]) == 0)
        }
        #expect(page.value("relay_triggered_rules_total", ["rule": "root"]) == 0)
        for outcome in AttemptOutcome.Kind.allCases {
            let labels = ["api_destination": "pager", "outcome": outcome.rawValue]
            #expect(page.value("relay_invocation_attempts_total", labels) == 0)
        }
        #expect(
            page.value("relay_ingestion_to_invocation_success_latency_seconds_count", ["api_destination": "pager"]) == 0
        )
        // Nothing has got through, so there is no age to tell.
        #expect(page.value("relay_heartbeat_last_success_age_seconds", ["rule": "break-glass-used"]) == nil)
    }

    @Test func aStoreThatTakesNothingShows() throws {
        var figures = MetricsExamples.figures
        figures.storeIsWritable = false
        #expect(try Self.page(figures, .prometheusText).value("relay_store_writable") == 0)
        // Also where its file is gone, so that it cannot be read either.
        figures.store = nil
        #expect(try Self.page(figures, .prometheusText).value("relay_store_writable") == 0)
    }

    @Test func withoutAStoreTheOtherFiguresAreShown() throws {
        var figures = MetricsExamples.figures
        figures.store = nil
        let page = try Self.page(figures, .openMetrics)
        #expect(page.value("relay_store_readable") == 0)
        #expect(page.value("relay_rules_in_force") == 2)
        #expect(page.types["relay_role_uses"] == nil)
    }

    /// The two sides are the store's business; that a difference shows is this page's.
    @Test func aLostDeliveryShowsInTheBalance() throws {
        var figures = MetricsExamples.figures
        figures.store?.balance.backlog.removeAll { $0.state == .pending }
        let page = try Self.page(figures, .prometheusText)
        #expect(page.value("relay_books_deliveries_owed") == 6)
        #expect(page.value("relay_books_deliveries_accounted_for") == 5)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func anyNamesParseBack(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var expected: [[String]: Double] = [:]
        var figures = MetricsExamples.figures
        figures.store?.balance.counts = []
        for number in 1...Int64.random(in: 1...20, using: &random) {
            // Long enough to differ, short enough not to be cut.
            let role = MetricsExamples.hostileText(&random)
            let account = MetricsExamples.hostileText(&random)
            guard role.utf8.count <= CounterKey.nameBytesLimit, account.utf8.count <= CounterKey.nameBytesLimit
            else {
                continue
            }
            figures.store?.balance.counts.append(
                Counter(.roleUse(role: role, account: account, outcome: "allowed"), number))
            expected[[role, account].map { "\(Array($0.utf8))" }, default: 0] += Double(number)
        }
        let pages = try MetricsFormat.allCases.map { try Self.page(figures, $0) }
        for page in pages {
            let uses = page.series.filter { $0.name == "relay_role_uses_total" }
            let told = uses.map { series in (series.labels.prefix(2).map { "\(Array($0[1].utf8))" }, series.value) }
            #expect(Dictionary(told, uniquingKeysWith: +) == expected)
        }
    }

    // MARK: Judged by others

    static let promtool = PartnerProgram("promtool")
    /// Python with Prometheus' client library.
    static let prometheusClient = PartnerProgram.python(importing: "prometheus_client")

    @Test(.enabled(if: MetricsPageTests.promtool != nil, "promtool is not installed"))
    func promtoolFindsNoFault() async throws {
        let promtool = try #require(Self.promtool)
        let answer = try await promtool.run(
            ["check", "metrics"], input: MetricsExamples.figures.page(in: .prometheusText))
        #expect(answer.status == 0)
        #expect(answer.said == "")
        let worse = try await promtool.run(["check", "metrics"], input: Array("# TYPE a counter\na 1\n".utf8))
        #expect(worse.status == 3, "promtool lets everything pass")
    }

    @Test(
        .enabled(if: MetricsPageTests.prometheusClient != nil, "prometheus_client is not installed"),
        arguments: [0, 1, 2])
    func prometheusClientReadsIt(seed: UInt64) async throws {
        let python = try #require(Self.prometheusClient)
        var random = SeededRandom(seed: seed)
        var figures = MetricsExamples.figures
        if seed > 0 {
            let hostile = (0..<20).map { _ in MetricsExamples.hostileText(&random) }
            figures.store?.balance.counts += hostile.map {
                Counter(.roleUse(role: $0, account: "1", outcome: "denied"))
            }
            figures.store?.balance.counts += hostile.map { Counter(.matched(rule: $0)) }
        }
        for format in MetricsFormat.allCases {
            let page = figures.page(in: format)
            let module = format == .openMetrics ? "prometheus_client.openmetrics.parser" : "prometheus_client.parser"
            let script = """
                import sys
                from \(module) import text_string_to_metric_families as parse
                text = sys.stdin.buffer.read().decode()
                print(sum(len(family.samples) for family in parse(text)))
                """
            let answer = try await python.run(["-c", script], input: page)
            #expect(answer.status == 0, "\(answer.said)")
            let expected = try Exposition(page, isOpenMetrics: format == .openMetrics).series.count
            #expect(answer.said == "\(expected)\n")
        }
    }
}
