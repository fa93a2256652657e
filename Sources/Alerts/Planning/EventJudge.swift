import CloudTrail
import EventPatterns
package import JSONText
public import Outbox
import Rules
public import TextFormats

/// Reads events one after the other and says what is to be made of each; one for each task, since it keeps room for the
/// work from event to event.
///
/// ```swift
/// var judge = EventJudge(rules)
/// switch judge.judge(event, receivedAt: now) {
/// case .matched(let submission): …  // to the store
/// case .noRule, .invalid: …  // to be counted and answered
/// }
/// ```
public struct EventJudge: Sendable {
    public enum Judgement: Sendable {
        case matched(Submission)
        /// - Parameter eventID: as in ``Submission/eventID``.
        case noRule(eventID: String?)
        case invalid(reason: String)
    }

    public let rules: LiveRules
    /// The one API destination that everything is sent to instead of the rules' own: for drills by the clock, and for
    /// archives. Where a rule has a target there, that target's message is sent. Nil for the rules' own.
    public var destination: String?
    private var matcher: PatternMatcher

    public init(_ rules: LiveRules) {
        self.rules = rules
        matcher = PatternMatcher(rules.patterns)
    }

    /// - Parameters:
    ///   - event: An EventBridge event as JSON text. Read to the letter: what is not JSON, or no object, is invalid.
    ///   - alerts: As ``Submission/alerts``.
    public mutating func judge(
        _ event: [UInt8], receivedAt: Timestamp, origin: EventOrigin = .live, alerts: Bool = true
    ) -> Judgement {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: event)
        } catch {
            return .invalid(reason: "\(error)")
        }
        let root = document.root
        guard root.kind == .object else { return .invalid(reason: "an event is a JSON object") }
        do throws(EventError) {
            guard try matcher.match(event.span) else { return .noRule(eventID: Self.eventID(of: root)) }
        } catch {
            return .invalid(reason: "\(error)")
        }
        return .matched(submission(for: document, receivedAt: receivedAt, origin: origin, alerts: alerts))
    }

    private func submission(
        for document: JSONDocument, receivedAt: Timestamp, origin: EventOrigin, alerts: Bool
    ) -> Submission {
        let matched = matcher.matched.map { rules.rules[$0] }
        let use = RoleUse(event: document.root)
        let planner = AlertPlanner(
            file: rules.file, rules: matched, event: document, use: use, receivedAt: receivedAt, origin: origin,
            destination: destination)
        var text: [UInt8] = []
        document.root.appendCompact(to: &text)
        return Submission(
            eventID: Self.eventID(of: document.root), sharedEventID: use?.sharedEventID.flatMap(Self.bounded),
            event: text,
            rules: matched.map(\.name), use: use, receivedAt: receivedAt, origin: origin, alerts: alerts,
            stormWindow: rules.file.stormControl?.window,
            plan: { planner.plan($0) })
    }

    /// The record's `eventID`, which all copies of an event share; the envelope's `id` differs between buses.
    package static func eventID(of event: JSONValue) -> String? {
        let text = event["detail"]?["eventID"]?.string ?? event["id"]?.string
        return text.flatMap(bounded)
    }

    private static func bounded(_ id: String) -> String? {
        id.utf8.isEmpty || id.utf8.count > eventIDBytesLimit ? nil : id
    }

    /// AWS's ids have 36 bytes. Longer than this it is no id, and not worth keeping.
    public static let eventIDBytesLimit = 256
}
