import Testing

@testable import RelayMetrics

struct MetricsFormatTests {
    @Test(arguments: [
        ("", MetricsFormat.prometheusText),
        ("*/*", .prometheusText),
        ("text/html,application/xhtml+xml,*/*;q=0.8", .prometheusText),
        ("text/plain", .prometheusText),
        ("application/openmetrics-text", .openMetrics),
        ("Application/OpenMetrics-Text; Version=\"1.0.0\"", .openMetrics),
        ("application/openmetrics-text;version=0.0.1", .prometheusText),
        ("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", .prometheusText),
        ("application/openmetrics-text;q=0", .prometheusText),
        ("application/openmetrics-text;q=0.3, text/plain;version=0.0.4;q=0.4", .prometheusText),
        ("application/openmetrics-text;q=0.4, text/plain;version=0.0.4;q=0.4", .openMetrics),
        ("application/openmetrics-text;q=0.400,*/*;q=0.5", .prometheusText),
        // The closest range decides over text, not the kindest.
        ("application/openmetrics-text;q=0.4,text/plain;q=0.1,*/*;q=0.9", .openMetrics),
        ("application/json", .prometheusText),
        ("application/openmetrics-text;q=nonsense", .openMetrics),
        (";;;,,,=;q=,\"", .prometheusText),
        // A separator inside quotes separates nothing.
        ("text/plain;a=\",application/openmetrics-text;q=1,\"", .prometheusText),
        // Prometheus 2.42 and 3.
        (
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics
        ),
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics
        ),
    ])
    func goesByWhatIsAccepted(accept: String, format: MetricsFormat) {
        #expect(MetricsFormat(accept: accept) == format)
    }

    @Test func readsALimitedNumberOfRanges() {
        let range = "application/openmetrics-text"
        let other = "text/html"
        func header(_ before: Int) -> String {
            (Array(repeating: other, count: before) + [range]).joined(separator: ",")
        }
        #expect(MetricsFormat(accept: header(AcceptedMedia.rangesLimit - 1)) == .openMetrics)
        #expect(MetricsFormat(accept: header(AcceptedMedia.rangesLimit)) == .prometheusText)
    }
}
