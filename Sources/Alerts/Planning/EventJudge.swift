public import CloudTrail
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
    /// What is to be made of one event.
    public enum Judgement: Sendable {
        /// At least one rule matched.
        case matched(Submission)
        /// - Parameter eventID: as in ``Submission/eventID``.
        case noRule(eventID: String?)
        /// The text is not an event.
        case invalid(reason: String)
    }

    /// The rules that events are judged by.
    public let rules: CompiledRules
    /// The one API destination that everything is sent to instead of the rules' own: for drills by the clock, and for
    /// archives. Where a rule has a target there, that target's message is sent. Nil for the rules' own.
    public var destination: String?
    private var matcher: PatternMatcher

    /// A judge that has seen no event yet.
    public init(_ rules: CompiledRules) {
        self.rules = rules
        matcher = PatternMatcher(rules.patterns)
    }

    /// - Parameters:
    ///   - event: An EventBridge event as JSON text. Text that is not strict JSON, or not an object, is invalid.
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
        let matched = MatchedEvent(document, rules: matcher.matched)
        return .matched(submission(of: matched, receivedAt: receivedAt, origin: origin, alerts: alerts))
    }

    /// What is to be made of an event that has been read and matched already.
    ///
    /// - Parameters:
    ///   - event: Its rules are indices into the ``rules`` of this judge.
    ///   - alerts: As ``Submission/alerts``.
    public func submission(
        of event: MatchedEvent, receivedAt: Timestamp, origin: EventOrigin, alerts: Bool = true
    ) -> Submission {
        let (document, use) = (event.document, event.use)
        let matched = event.rules.map { rules.rules[$0] }
        let planner = AlertPlanner(
            file: rules.file, rules: matched, event: document, use: use, receivedAt: receivedAt, origin: origin,
            destination: destination)
        return Submission(
            eventID: Self.eventID(of: document.root), sharedEventID: use?.sharedEventID.flatMap(Self.bounded),
            event: event.line, rules: matched.map(\.name), targets: planner.targets, use: use, receivedAt: receivedAt,
            origin: origin, alerts: alerts, storms: rules.file.stormControl, plan: { planner.plan($0) })
    }

    /// The record's `eventID`, which all copies of an event share; the envelope's `id` differs between buses.
    package static func eventID(of event: JSONValue) -> String? {
        let text = event["detail"]?["eventID"]?.string ?? event["id"]?.string
        return text.flatMap(bounded)
    }

    private static func bounded(_ id: String) -> String? {
        id.utf8.isEmpty || id.utf8.count > eventIDBytesLimit ? nil : id
    }

    /// AWS's ids have 36 bytes. A text longer than this is not kept as an id.
    public static let eventIDBytesLimit = 256
}
