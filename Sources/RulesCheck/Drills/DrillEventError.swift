/// Why there is no event to hold a fire drill with.
public struct DrillEventError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// - Parameter path: of the field that nothing was found for; nil where it is their combination.
        case unsatisfiable(path: [UInt8]?)
        /// The pattern asks for one id, and each drill needs its own.
        case fixedEventID
        /// The event that was given is not one that the rule matches.
        case doesNotMatch
        case notAnEvent
        case disabled
        case noTargets
    }

    public let reason: Reason
    public let rule: String

    public init(_ reason: Reason, rule: String) {
        self.reason = reason
        self.rule = rule
    }

    public var description: String {
        switch reason {
        case .unsatisfiable(let path?):
            "no event can be made up that the rule '\(rule)' matches: nothing found for \(String(decoding: path, as: UTF8.self))"
        case .unsatisfiable(nil):
            "no event can be made up that the rule '\(rule)' matches: no value for each of its fields goes with the others"
        case .fixedEventID: "the rule '\(rule)' matches one event's id alone; a drill's event has an id of its own"
        case .doesNotMatch: "the rule '\(rule)' does not match the event; 'relay test-pattern --explain' says why"
        case .notAnEvent: "an event is a JSON object"
        case .disabled: "the rule '\(rule)' is DISABLED"
        case .noTargets: "the rule '\(rule)' has no targets: nothing would be sent"
        }
    }

    /// Whether another event, given by hand, could do.
    public var asksForAnEvent: Bool { if case .unsatisfiable = reason { true } else { false } }
}
