import Alerts
import EventPatterns
import JSONText
public import Rules
public import TextFormats

/// An event that never happened and that a rule matches: what a fire drill sends in.
///
/// ```swift
/// let event = try DrillEvent(for: rule, eventID: uuid, time: clock.now)
/// ```
///
/// It is one of relay's samples of role uses, by `relay-drill`, changed as little as the rule's pattern demands.
public struct DrillEvent: Sendable {
    /// The EventBridge event as compact JSON text.
    public let text: [UInt8]
    /// By which relay knows it; no other event has it.
    public let eventID: String

    /// Combinations of `$or` branches that are tried.
    static let alternativesLimit = 50

    /// Makes an event up.
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

    /// Takes an event that somebody gives, with an id and a time of its own.
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
            // The copy of a real event would be taken for a duplicate of it.
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
        // Where the pattern demands an id, every drill after the first would be a duplicate.
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
    /// A sample that happens now, to nobody.
    fileprivate init?(drill sample: SampleEvent, eventID: String, time: Timestamp) {
        guard let document = try? JSONDocument(parsing: sample.json) else { return nil }
        var draft = DrillEventBuilder(EventTree(document.root), keepsEqual: false)
        for path in [["id"], ["detail", "eventID"], ["detail", "requestID"]] { draft.set(eventID, at: path) }
        for path in [["time"], ["detail", "eventTime"]] { draft.set(time.secondsText, at: path) }
        self = draft.tree
        for person in SampleEvent.people { replace(Array(person.utf8), with: Array("relay-drill".utf8)) }
    }
}
