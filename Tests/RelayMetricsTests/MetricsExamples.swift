import Rules
import SeededGenerators

@testable import Alerts
@testable import Outbox
@testable import RelayMetrics
@testable import TextFormats

/// Figures for pages of metrics: one of everything, and as strangers might make them.
enum MetricsExamples {
    static let now = Timestamp(milliseconds: 1_764_547_200_000)
    static let slack = "slack-security-alerts"

    static let counts: [Counter] = [
        Counter(.received(.accepted), 5), Counter(.received(.duplicate), 2), Counter(.received(.noRule), 90),
        Counter(.received(.invalid), 3), Counter(.matched(rule: "break-glass-used"), 4),
        Counter(.matched(rule: "root"), 1),
        Counter(.planned(rule: "break-glass-used", apiDestination: slack), 4),
        Counter(.planned(rule: "break-glass-used", apiDestination: "pager"), 1),
        Counter(.folded(rule: "break-glass-used"), 1),
        Counter(.attempts(apiDestination: slack, outcome: .delivered), 2),
        Counter(.attempts(apiDestination: slack, outcome: .throttled), 3),
        Counter(.attempts(apiDestination: slack, outcome: .timedOut), 1),
        Counter(.attempts(apiDestination: slack, outcome: .interrupted), 1),
        Counter(.retries(apiDestination: slack), 4),
        Counter(.settled(apiDestination: slack, state: .delivered), 2),
        Counter(.settled(apiDestination: slack, state: .dead), 2),
        Counter(.settled(apiDestination: slack, state: .dropped), 1),
        Counter(.reopened(apiDestination: slack, from: .dead), 1),
        Counter(.deadLettered(apiDestination: slack, fault: .destination, errorCode: .noPermissions), 1),
        Counter(.deadLettered(apiDestination: slack, fault: .relay, errorCode: .timeout), 1),
        Counter(.handedOver(from: slack, to: "pager"), 1), Counter(.redriven(apiDestination: slack), 1),
        Counter(.latency(apiDestination: slack, upToMilliseconds: 100), 1),
        Counter(.latency(apiDestination: slack, upToMilliseconds: nil), 1),
        Counter(.latencySumMilliseconds(apiDestination: slack), 90_000_080),
        Counter(.roleUse(role: "BreakGlassAdmin", account: "111122223333", outcome: "allowed"), 3),
        Counter(.roleUse(role: "BreakGlassAdmin", account: "111122223333", outcome: "denied"), 1), Counter(.pruned, 7),
    ]

    static let backlog = [
        Backlog(apiDestination: "pager", state: .pending, count: 1, oldest: now - .seconds(30)),
        Backlog(apiDestination: slack, state: .dead, count: 1, oldest: now - .seconds(7_200)),
    ]

    static var figures: MetricsFigures {
        var figures = MetricsFigures(now: now, version: "1.2.3")
        figures.storeIsWritable = true
        figures.store = StoreFigures(
            DeliveryBalance(counts: counts, backlog: backlog), drills: drills, sizeBytes: 40_960)
        figures.store?.waiting = [
            waiting("C1", .noResource, 2), waiting("C2", .noResource, 3), waiting("C1", .noPermissions, 4),
        ]
        figures.health = [
            DestinationHealth(
                apiDestination: slack, channel: "C1", blockedBecause: "channel_not_found", blockedSince: now,
                failuresInARow: 3, lastDeliveredAt: now - .seconds(60), pausedUntil: now + .milliseconds(1_500)),
            DestinationHealth(apiDestination: slack, channel: "C2"),
            DestinationHealth(apiDestination: "pager", failuresInARow: 1),
        ]
        figures.rules = rules
        var process = ProcessFigures()
        process.cpu = .milliseconds(12_340)
        process.residentBytes = 20_000_000
        process.virtualBytes = 300_000_000
        process.openFiles = 21
        process.openFilesLimit = 1_024
        process.startedAt = now - .seconds(3_600)
        figures.process = process
        figures.clock = ClockReport(leaps: 2, pruningLag: .seconds(90))
        return figures
    }

    private static func waiting(_ channel: String, _ code: DeadLetter.ErrorCode, _ count: Int) -> WaitingGroup {
        WaitingGroup(
            lane: LaneKey(apiDestination: slack, channel: channel), errorCode: code, reason: "not told here",
            count: count, oldest: now)
    }

    static var rules: RulesFigures {
        var rules = RulesFigures(
            names: ["break-glass-used", "root"], apiDestinations: [slack, "pager"], loadedAt: now - .seconds(1_800),
            failedReloads: 1, isStale: true, fingerprint: "9f86d081")
        rules.heartbeat = .init(
            rule: "break-glass-used", ruleRange: 0..<0, apiDestination: "heartbeat", every: .seconds(3_600))
        return rules
    }

    /// The newest did not get through, the one before was held by hand, the third is the heartbeat looked for.
    static let drills = [
        drill("c", to: "heartbeat", .dead, secondsAgo: 60), drill("b", to: slack, .delivered, secondsAgo: 600),
        drill("a", to: "heartbeat", .delivered, secondsAgo: 3_660),
    ]

    private static func drill(
        _ id: String, to destination: String, _ state: DeliveryState, secondsAgo: Int
    ) -> DrillRecord {
        let receivedAt = now - .seconds(secondsAgo)
        return DrillRecord(
            id: id, rule: "break-glass-used", receivedAt: receivedAt, acceptedAt: receivedAt,
            hops: [
                .init(
                    delivery: DeliveryID("1"), apiDestination: destination, state: state, firstSentAt: receivedAt,
                    settledAt: receivedAt + .milliseconds(250), reason: "")
            ])
    }

    /// Text that breaks a careless writer: quotes, ends of line, backslashes, what stands for bytes that are no UTF-8.
    static func hostileText(_ random: inout SeededRandom) -> String {
        let pieces = [
            "\"", "\\", "\n", "\\n", "\r\n", "\"} 1\n# EOF\n", "{", "}", ",", "=", " ", "\u{0}", "\u{7F}", "\u{FFFD}",
            "é",
            "e\u{301}", "👩‍🚒", "\u{202E}", "\u{2028}", "role", "# HELP x y\n",
        ]
        return (0..<Int.random(in: 0...6, using: &random)).reduce(into: "") { text, _ in
            text += pieces.randomElement(using: &random) ?? ""
        }
    }
}
