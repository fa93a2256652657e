import Alerts
import EventPatterns
import JSONText
public import Rules
public import TextFormats

/// A made-up event that a rule matches: what a fire drill sends in.
///
/// ```swift
/// let event = try DrillEvent(for: rule, eventID: uuid, time: clock.now)
/// ```
///
/// It is one of relay's sample role uses, by `relay-drill`, with as few changes as the rule's pattern demands.
public struct DrillEvent: Sendable {
    /// The EventBridge event as compact JSON text.
    public let text: [UInt8]
    /// The event's id, by which relay recognises it; no other event has it.
    public let eventID: String

    /// Combinations of `$or` branches that are tried.
    static let alternativesLimit = 50

    /// Makes up an event.
    ///
    /// - Parameter eventID: one that no event has had, such as a new UUID.
    /// - Throws: ``DrillEventError`` when no event can be thought of; one can be given then, see
    ///   ``init(adapting:for:eventID:time:)``.
    public init(for rule: Rule, eventID: String, time: Timestamp) throws(DrillEventError) {
        try Self.check(rule)
        let samples = SampleEvent.all.compactMap { EventTree(drill: $0, eventID: eventID, time: time) }
        var best: (draft: DrillEventBuilder, text: [UInt8])?
        var obstacle: [UInt8]?
        for alternative in rule.pattern.alternatives.prefix(Self.alternativesLimit) {
            for sample in samples {
                for keepsEqual in [true, false] {
                    var draft = DrillEventBuilder(sample, keepsEqual: keepsEqual)
                    if let path = draft.satisfy(alternative) {
                        obstacle = obstacle ?? path
                        break
                    }
                    guard draft.changes < best?.draft.changes ?? Int.max else { break }
                    let text = draft.tree.text
                    guard Self.matches(rule, text) else { continue }
                    best = (draft, text)
                    break
                }
            }
        }
        guard let best else { throw DrillEventError(.unsatisfiable(path: obstacle), rule: rule.name) }
        try self.init(best.text, rule: rule, eventID: eventID)
    }

    /// Uses a given event, with a new id and time.
    ///
    /// - Parameter event: An EventBridge event as JSON text.
    public init(adapting event: [UInt8], for rule: Rule, eventID: String, time: Timestamp) throws(DrillEventError) {
        try Self.check(rule)
        guard let root = (try? JSONDocument(parsing: event))?.root, root.kind == .object else {
            throw DrillEventError(.notAnEvent, rule: rule.name)
        }
        func quoted(_ text: String) -> [UInt8] { Array(JSONString.quoted(text).utf8) }
        var members = [JSONValue.NewMember("id", quoted(eventID)), .init("time", quoted(time.secondsText))]
        if let detail = root["detail"], detail.kind == .object {
            // With the ids of a real event, the drill would count as a duplicate of it.
            let ids = ["eventID", "sharedEventID"].filter { detail[$0] != nil }
            var inner = ids.map { JSONValue.NewMember($0, quoted(eventID)) }
            if detail["eventTime"] != nil { inner.append(.init("eventTime", quoted(time.secondsText))) }
            members.append(.init("detail", detail.compact(setting: inner)))
        }
        let text = root.compact(setting: members)
        guard Self.matches(rule, text) else { throw DrillEventError(.doesNotMatch, rule: rule.name) }
        try self.init(text, rule: rule, eventID: eventID)
    }

    private init(_ text: [UInt8], rule: Rule, eventID: String) throws(DrillEventError) {
        // If the pattern demands one id, every drill after the first would be a duplicate.
        guard let root = (try? JSONDocument(parsing: text))?.root, EventJudge.eventID(of: root) == eventID else {
            throw DrillEventError(.fixedEventID, rule: rule.name)
        }
        self.text = text
        self.eventID = eventID
    }

    private static func check(_ rule: Rule) throws(DrillEventError) {
        guard rule.state.isEnabled else { throw DrillEventError(.disabled, rule: rule.name) }
        guard rule.targets.contains(where: { !$0.isOnlyOtherwise }) else {
            throw DrillEventError(.noTargets, rule: rule.name)
        }
    }

    private static func matches(_ rule: Rule, _ text: [UInt8]) -> Bool {
        guard let event = try? FlatEvent(parsing: text) else { return false }
        return rule.pattern.matches(event)
    }
}

extension EventTree {
    /// A sample with the present time and a made-up caller.
    fileprivate init?(drill sample: SampleEvent, eventID: String, time: Timestamp) {
        guard let document = try? JSONDocument(parsing: sample.json) else { return nil }
        var draft = DrillEventBuilder(EventTree(document.root), keepsEqual: false)
        for path in [["id"], ["detail", "eventID"], ["detail", "requestID"]] { draft.set(eventID, at: path) }
        for path in [["time"], ["detail", "eventTime"]] { draft.set(time.secondsText, at: path) }
        self = draft.tree
        for person in SampleEvent.people { replace(Array(person.utf8), with: Array("relay-drill".utf8)) }
    }
}

/// Why there is no event for a fire drill.
public struct DrillEventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What stands in the way of a drill.
    public enum Reason: Hashable, Sendable {
        /// - Parameter path: of the field that nothing was found for; nil where it is their combination.
        case unsatisfiable(path: [UInt8]?)
        /// The pattern asks for one id, and each drill needs its own.
        case fixedEventID
        /// The event that was given is not one that the rule matches.
        case doesNotMatch
        /// The event that was given is not a JSON object.
        case notAnEvent
        /// The rule is off.
        case disabled
        /// The rule has no target that sends.
        case noTargets
    }

    /// What stands in the way.
    public let reason: Reason
    /// The name of the rule that was to be drilled.
    public let rule: String

    /// Memberwise.
    public init(_ reason: Reason, rule: String) {
        self.reason = reason
        self.rule = rule
    }

    /// The reason as a sentence that names the rule.
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
