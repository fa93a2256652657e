import HTTPTypes
package import Outbox

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

        /// Memberwise; by default nothing is wrong.
        package init(
            storeError: StoreError? = nil, rulesProblem: String? = nil, destinations: [DestinationHealth] = []
        ) {
            self.storeError = storeError
            self.rulesProblem = rulesProblem
            self.destinations = destinations
        }
    }

    /// A reason not to be ready.
    package struct UnmetCondition: Hashable, Sendable {
        /// The condition: `store`, `rules`, `destination` or `server`.
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

    /// Decides. relay is not ready when the store fails, when the rules file cannot be loaded, when the configuration
    /// of a destination is at fault, and while the server stops. A destination that only fails, or asks for a pause, is
    /// retried and does not count.
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
            let place = health.channel.map { "\(health.apiDestination), channel \($0)" } ?? health.apiDestination
            problems.append(UnmetCondition(check: "destination", reason: "\(place): \(reason)"))
        }
        if isStopping { problems.append(UnmetCondition(check: "server", reason: "relay is stopping")) }
        self.problems = problems
    }

    /// 200, or 503 with every reason.
    var reply: HTTPReply {
        HTTPReply(problems.isEmpty ? .ok : .serviceUnavailable) { json in
            json.member("status", problems.isEmpty ? "ready" : "not ready")
            if let first = problems.first { json.member("error", first.reason) }
            json.key("problems")
            json.array { json in
                for problem in problems {
                    json.object {
                        $0.member("check", problem.check)
                        $0.member("reason", problem.reason)
                    }
                }
            }
        }
    }
}
