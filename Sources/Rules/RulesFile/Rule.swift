package import ConfigDocument
public import EventPatterns
public import InputTemplates
import TextFormats

/// An event pattern, and what to send when an event matches it.
public struct Rule: Sendable {
    /// The rule's key in the file; 1 to 64 letters, digits, `.`, `-` and `_`.
    public let name: String
    /// What the author says it is for; at most 512 characters.
    public let description: String?
    /// Whether the rule is on.
    public let state: RuleState
    /// The compiled pattern.
    public let pattern: EventPattern
    /// The pattern as JSON text, as EventBridge would be given it.
    public var patternText: [UInt8] { mappedPattern.bytes }
    /// Empty for a rule that is only counted.
    public let targets: [Target]

    /// The pattern's JSON text with the place in the file of each of its bytes.
    package let mappedPattern: MappedText
    /// Where the rule's name stands in the file.
    package let nameRange: Range<Int>
    /// Where the state stands in the file; nil when it is not given.
    package let stateRange: Range<Int>?

    /// The target of an id, compared byte by byte.
    public func target(_ id: String) -> Target? { targets.first { $0.id.hasBytes(of: id) } }
}

/// Whether a rule is on, and for which events EventBridge would run it.
///
/// Source: EventBridge API Reference, `RuleState`.
public enum RuleState: String, CaseIterable, Hashable, Sendable {
    /// On; EventBridge leaves out read-only management events.
    case enabled = "ENABLED"
    /// Off.
    case disabled = "DISABLED"
    /// On for read-only management events too, which plain `ENABLED` leaves out.
    case enabledWithAllCloudTrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

    /// Whether relay matches events against the rule. relay sees every event that it is given, in either enabled state.
    public var isEnabled: Bool { self != .disabled }
}

/// What a matching event makes relay send, and where.
public struct Target: Sendable {
    /// The target's key in the file; 1 to 64 letters, digits, `.`, `-` and `_`.
    public let id: String
    /// The key of an API destination of the same file.
    public let apiDestination: String
    /// What the body is made from.
    public let input: TargetInput
    /// What is added to each request.
    public let httpParameters: HTTPTarget
    /// How often and how long a delivery is tried again.
    public let retryPolicy: RetryPolicy
    /// Whether it is sent only in place of another target's delivery, whose API destination has this one's as its
    /// `otherwise`.
    public let isOnlyOtherwise: Bool

    /// The template with its places in the file, if there is one.
    package let mappedTemplate: MappedText?
    /// Where the target's id stands in the file.
    package let idRange: Range<Int>
}

/// What a target adds to each request.
///
/// A value may as a whole be a JSON path, which is looked up in the event: `$.detail.state`.
/// Source: EventBridge API Reference, `HttpParameters`.
public struct HTTPTarget: Hashable, Sendable {
    /// A name and its value.
    public struct Parameter: Hashable, Sendable {
        /// The name of the header or query parameter.
        public let name: String
        /// The text, or a JSON path that begins with `$.`.
        public let value: String
    }

    /// What replaces each `*` of the endpoint, in order.
    public var pathParameterValues: [String] = []
    /// Header fields added to the request.
    public var headerParameters: [Parameter] = []
    /// Parameters added to the query.
    public var queryStringParameters: [Parameter] = []
}

/// How often, and how long, a delivery is tried again; whichever is reached first ends it.
///
/// Source: EventBridge API Reference, `RetryPolicy`.
public struct RetryPolicy: Hashable, Sendable {
    /// What `maximum_retry_attempts` may be.
    public static let attemptsRange = 0...185
    /// What `maximum_event_age_in_seconds` may be.
    public static let eventAgeSecondsRange = 60...86_400

    /// After the first attempt.
    public var maximumRetryAttempts = attemptsRange.upperBound
    /// From the event's arrival; within ``eventAgeSecondsRange``.
    public var maximumEventAgeInSeconds = eventAgeSecondsRange.upperBound

    /// EventBridge's defaults: 185 attempts, 24 hours.
    public init() {}
}
