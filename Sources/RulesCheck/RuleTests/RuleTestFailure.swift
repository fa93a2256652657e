/// One reason why a test of the rules file failed, in words that say what to look at.
public struct RuleTestFailure: Hashable, Sendable {
    /// What is not as the test says.
    public enum Reason: Hashable, Sendable {
        /// The test's events hold nothing to match.
        case noEvents
        /// An event that is not JSON; the text says why.
        case unreadableEvent(String)
        /// A rule should have matched; the lines say why it did not.
        case missed(rule: String, because: [String])
        /// A rule should have matched, and is switched off.
        case disabled(rule: String)
        /// A rule matched, and should not have.
        case unexpected(rule: String)
        /// A body is expected of a rule that did not match.
        case nothingSent(rule: String, target: String)
        /// A body that cannot be made; the text says why.
        case cannotRender(rule: String, target: String, String)
        /// A target's body differs from what is expected.
        case body(rule: String, target: String, path: String, expected: String, found: String?)
    }

    /// What is not as the test says.
    public let reason: Reason
    /// What the event is called: its file, or its place in the test.
    public let event: String?
}

extension RuleTestFailure: CustomStringConvertible {
    /// The event and ``message``.
    public var description: String { event.map { "\($0): \(message)" } ?? message }

    /// The failure in one line, and below it what explains it; of a body what was wanted after `-`, what is sent after
    /// `+`.
    public var message: String {
        switch reason {
        case .noEvents: return "there is no event to test"
        case .unreadableEvent(let why): return why
        case .missed(let rule, let reasons):
            return (["'\(rule)' should match, and does not"] + reasons.map { "  \($0)" }).joined(separator: "\n")
        case .disabled(let rule): return "'\(rule)' should match, but its state is DISABLED"
        case .unexpected(let rule): return "'\(rule)' matches, and should not"
        case .nothingSent(let rule, let target): return "\(rule)/\(target) sends nothing: the rule does not match"
        case .cannotRender(let rule, let target, let why): return "\(rule)/\(target) sends nothing: \(why)"
        case .body(let rule, let target, let path, let expected, let found):
            let place = path.isEmpty ? "" : " at \(path)"
            let lines = [
                "\(rule)/\(target) sends something else\(place)", "  - \(expected)",
                "  + \(found ?? "(nothing there)")",
            ]
            return lines.joined(separator: "\n")
        }
    }
}
