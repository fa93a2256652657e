import HTTPTypes

/// Whether relay can do its work, as `GET /readyz` says it.
package struct Readiness: Hashable, Sendable {
    /// Something that is not as it should be.
    package struct Problem: Hashable, Sendable {
        /// What was looked at: `store`, `rules`, `destination`.
        package var check: String
        /// In words, without secrets.
        package var reason: String

        package init(check: String, reason: String) {
            self.check = check
            self.reason = reason
        }
    }

    /// None: ready.
    package var problems: [Problem]

    package init(problems: [Problem] = []) { self.problems = problems }

    var answer: Answer {
        Answer(problems.isEmpty ? .ok : .serviceUnavailable) { json in
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
