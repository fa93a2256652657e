import Testing

@testable import RelayMetrics

struct MetricsTextTests {
    private static let families = [
        MetricFamily(
            "relay_tries", .counter, help: "Tries with \\ and \"quotes\"\nin it.",
            samples: [
                MetricSample([MetricLabel("to", "a\"b\\c\nd"), MetricLabel("how", "")], .integer(3)),
                MetricSample([MetricLabel("to", "é"), MetricLabel("how", "x")], .integer(.max)),
            ]),
        MetricFamily(
            "relay_age_seconds", .gauge, help: "Age.", unit: .seconds, samples: [MetricSample([], .real(0.25))]),
        MetricFamily(
            "relay_build", .info, help: "Build.",
            samples: [MetricSample([MetricLabel("version", "1.0")], .integer(1))]),
        MetricFamily(
            "relay_wait_seconds", .histogram, help: "Wait.", unit: .seconds,
            samples: [
                MetricSample(
                    [MetricLabel("to", "a")],
                    .histogram(
                        MetricHistogram(
                            buckets: [.init(upTo: 0.5, count: 2), .init(upTo: 1, count: 0), .init(upTo: 60, count: 1)],
                            above: 4, sum: 1234.5)))
            ]),
    ]

    @Test func writesPrometheusText() {
        let page = String(decoding: MetricsText(Self.families, in: .prometheusText).bytes, as: UTF8.self)
        #expect(
            page == """
                # HELP relay_tries_total Tries with \\\\ and "quotes"\\nin it.
                # TYPE relay_tries_total counter
                relay_tries_total{to="a\\"b\\\\c\\nd",how=""} 3
                relay_tries_total{to="é",how="x"} 9223372036854775807
                # HELP relay_age_seconds Age.
                # TYPE relay_age_seconds gauge
                relay_age_seconds 0.25
                # HELP relay_build_info Build.
                # TYPE relay_build_info gauge
                relay_build_info{version="1.0"} 1
                # HELP relay_wait_seconds Wait.
                # TYPE relay_wait_seconds histogram
                relay_wait_seconds_bucket{to="a",le="0.5"} 2
                relay_wait_seconds_bucket{to="a",le="1.0"} 2
                relay_wait_seconds_bucket{to="a",le="60.0"} 3
                relay_wait_seconds_bucket{to="a",le="+Inf"} 7
                relay_wait_seconds_sum{to="a"} 1234.5
                relay_wait_seconds_count{to="a"} 7

                """)
    }

    @Test func writesOpenMetrics() {
        let page = String(decoding: MetricsText(Self.families, in: .openMetrics).bytes, as: UTF8.self)
        #expect(
            page == """
                # HELP relay_tries Tries with \\\\ and \\"quotes\\"\\nin it.
                # TYPE relay_tries counter
                relay_tries_total{to="a\\"b\\\\c\\nd",how=""} 3
                relay_tries_total{to="é",how="x"} 9223372036854775807
                # HELP relay_age_seconds Age.
                # TYPE relay_age_seconds gauge
                # UNIT relay_age_seconds seconds
                relay_age_seconds 0.25
                # HELP relay_build Build.
                # TYPE relay_build info
                relay_build_info{version="1.0"} 1
                # HELP relay_wait_seconds Wait.
                # TYPE relay_wait_seconds histogram
                # UNIT relay_wait_seconds seconds
                relay_wait_seconds_bucket{to="a",le="0.5"} 2
                relay_wait_seconds_bucket{to="a",le="1.0"} 2
                relay_wait_seconds_bucket{to="a",le="60.0"} 3
                relay_wait_seconds_bucket{to="a",le="+Inf"} 7
                relay_wait_seconds_sum{to="a"} 1234.5
                relay_wait_seconds_count{to="a"} 7
                # EOF

                """)
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.5, "-0.5"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e21, "1e+21"),
    ])
    func writesNumbersAsGoReadsThem(value: Double, text: String) {
        let family = MetricFamily("relay_x", .gauge, help: "X.", samples: [MetricSample([], .real(value))])
        let page = String(decoding: MetricsText([family], in: .prometheusText).bytes, as: UTF8.self)
        #expect(page.hasSuffix("\nrelay_x \(text)\n"))
    }
}
