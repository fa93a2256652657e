import HTTPTypes
import JSONText
package import Outbox
import TextFormats

/// Whether relay can do its work, as `GET /readyz` says it: ready when there is no problem.
package struct Readiness: Hashable, Sendable {
    /// What is looked at.
    package struct Conditions: Hashable, Sendable {
        /// What the store failed with when it was tried just now; nil when it works.
        package var storeError: StoreError?
        /// Why the rules file cannot be loaded, in words; nil when the rules in force are those of the file.
        package var rulesProblem: String?
        /// How sending goes, by destination and channel.
        package var destinations: [DestinationHealth]
        /// What waits for the configuration to be mended.
        package var waiting: [WaitingGroup]
        /// What became of the clock.
        package var clock: ClockReport

        /// Memberwise; by default nothing is wrong.
        package init(
            storeError: StoreError? = nil, rulesProblem: String? = nil, destinations: [DestinationHealth] = [],
            waiting: [WaitingGroup] = [], clock: ClockReport = ClockReport()
        ) {
            self.clock = clock
            self.storeError = storeError
            self.rulesProblem = rulesProblem
            self.destinations = destinations
            self.waiting = waiting
        }
    }

    /// A reason not to be ready, or something else that somebody ought to know.
    package struct UnmetCondition: Hashable, Sendable {
        /// The condition: `store`, `rules`, `destination`, `waiting`, `server` or `clock`.
        package var check: String
        /// In words, without secrets.
        package var reason: String

        /// Memberwise.
        package init(check: String, reason: String) {
            self.check = check
            self.reason = reason
        }
    }

    /// All reasons; none when relay is ready.
    package let problems: [UnmetCondition]
    /// What somebody ought to know although relay does its work: that the clock has leapt.
    package let warnings: [UnmetCondition]

    /// How many groups of deliveries that wait are told one by one; the others are counted together.
    package static let waitingLimit = 20

    /// Decides. relay is not ready when the store fails, when the rules file cannot be loaded, when the configuration
    /// of a destination is at fault, while deliveries wait for it to be mended, and while the server stops. A
    /// destination that only fails, or asks for a pause, is retried and does not count.
    package init(_ conditions: Conditions, isStopping: Bool) {
        var problems: [UnmetCondition] = []
        if let error = conditions.storeError { problems.append(UnmetCondition(check: "store", reason: "\(error)")) }
        if let problem = conditions.rulesProblem {
            problems.append(
                UnmetCondition(
                    check: "rules", reason: "the rules file cannot be used, older rules are in force: \(problem)"))
        }
        for health in conditions.destinations {
            guard let reason = health.blockedBecause else { continue }
            let lane = LaneKey(apiDestination: health.apiDestination, channel: health.channel)
            problems.append(UnmetCondition(check: "destination", reason: "\(Self.place(lane)): \(reason)"))
        }
        problems += Self.problems(waiting: conditions.waiting)
        if isStopping { problems.append(UnmetCondition(check: "server", reason: "relay is stopping")) }
        self.problems = problems
        warnings = conditions.clock.remarks.map { UnmetCondition(check: "clock", reason: $0) }
    }

    private static func problems(waiting groups: [WaitingGroup]) -> [UnmetCondition] {
        var told = groups.prefix(waitingLimit).map { group in
            "\(place(group.lane)): \(sentence(group.count, since: group.oldest)) to be mended: \(group.reason)"
        }
        let rest = groups.dropFirst(waitingLimit)
        if let oldest = rest.map(\.oldest).min() {
            let count = rest.reduce(0) { $0 + $1.count }
            told.append("\(rest.count) more: \(sentence(count, since: oldest)) to be mended")
        }
        return told.map { UnmetCondition(check: "waiting", reason: $0) }
    }

    private static func sentence(_ count: Int, since moment: Timestamp) -> String {
        "\(count == 1 ? "1 delivery waits" : "\(count) deliveries wait") since \(moment.secondsText) for the configuration"
    }

    private static func place(_ lane: LaneKey) -> String {
        lane.channel.map { "\(lane.apiDestination), channel \($0)" } ?? lane.apiDestination
    }

    /// 200, or 503 with every reason; warnings with either, where there are any.
    var reply: HTTPReply {
        HTTPReply(problems.isEmpty ? .ok : .serviceUnavailable) { json in
            json.member("status", problems.isEmpty ? "ready" : "not ready")
            json.member("error", problems.first?.reason)
            json.array("problems", of: problems) { json, problem in json.object { problem.write(to: &$0) } }
            guard !warnings.isEmpty else { return }
            json.array("warnings", of: warnings) { json, warning in json.object { warning.write(to: &$0) } }
        }
    }
}

extension Readiness.UnmetCondition {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("check", check)
        json.member("reason", reason)
    }
}
