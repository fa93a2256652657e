/// Why a delivery was given up, or is held back, in the terms of EventBridge's dead letters.
///
/// Source: EventBridge User Guide, "Using dead-letter queues to process undelivered events".
public struct DeadLetter: Hashable, Sendable, Codable {
    /// Whose fault it is, which decides who has to act.
    public enum Fault: String, CaseIterable, Hashable, Sendable, Codable {
        /// The destination answered, and said no.
        case destination
        /// relay or its configuration: no answer was had, or the request could not be made.
        case relay
    }

    /// EventBridge's codes, spelt as they stand in a dead letter's `ERROR_CODE`.
    public enum ErrorCode: String, CaseIterable, Hashable, Sendable, Codable {
        /// No connection came about, or it broke.
        case connectionFailure = "CONNECTION_FAILURE"
        /// The destination failed: HTTP 5xx and the like.
        case errorFromTarget = "ERROR_FROM_TARGET"
        /// relay failed.
        case internalError = "INTERNAL_ERROR"
        /// The body cannot be rendered.
        case invalidJSON = "INVALID_JSON"
        /// The request cannot be made, or its body is not accepted.
        case invalidParameter = "INVALID_PARAMETER"
        /// The destination wants other credentials.
        case noPermissions = "NO_PERMISSIONS"
        /// What the request names is not there: a channel, for example.
        case noResource = "NO_RESOURCE"
        /// The destination will never take this request.
        case sdkClientError = "SDK_CLIENT_ERROR"
        /// The destination asked for fewer requests until time or attempts were used up.
        case throttling = "THROTTLING"
        /// No answer came in time.
        case timeout = "TIMEOUT"
        /// Nothing more is known.
        case unknown = "UNKNOWN"

        /// Whether it is the channel that has the problem, and others of the destination have not.
        public var concernsChannel: Bool { self == .noResource }
    }

    /// What was used up.
    public enum ExhaustedRetryCondition: String, CaseIterable, Hashable, Sendable, Codable {
        /// The attempts that the retry policy allows.
        case maximumRetryAttempts = "MaximumRetryAttempts"
        /// The time that the retry policy allows.
        case maximumEventAge = "MaximumEventAgeInSeconds"
    }

    /// Who has to act.
    public var fault: Fault
    /// EventBridge's code for it.
    public var errorCode: ErrorCode
    /// For people; no secret.
    public var errorMessage: String
    /// Nil where nothing was tried again.
    public var exhaustedRetryCondition: ExhaustedRetryCondition?
    /// How many attempts were made after the first.
    public var retryAttempts: Int

    /// Memberwise.
    public init(
        fault: Fault, errorCode: ErrorCode, errorMessage: String,
        exhaustedRetryCondition: ExhaustedRetryCondition? = nil, retryAttempts: Int = 0
    ) {
        self.fault = fault
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.exhaustedRetryCondition = exhaustedRetryCondition
        self.retryAttempts = retryAttempts
    }
}

extension DeadLetter {
    /// What an outcome that ends a delivery, or holds it back, goes on record as.
    ///
    /// EventBridge does not say which code an API destination's answers have; these are the nearest of its names.
    public init(
        _ outcome: AttemptOutcome, exhausted: ExhaustedRetryCondition? = nil, retryAttempts: Int
    ) {
        let (fault, code): (Fault, ErrorCode) =
            switch outcome.kind {
            case .throttled: (.destination, .throttling)
            case .failed, .delivered: (.destination, .errorFromTarget)
            case .timedOut: (.relay, .timeout)
            case .unreachable: (.relay, .connectionFailure)
            case .misconfigured where outcome.concernsChannel: (.destination, .noResource)
            case .misconfigured: (.destination, .noPermissions)
            case .refused: (.destination, .sdkClientError)
            case .unrenderable: (.destination, .invalidParameter)
            case .ours, .oversized: (.relay, .invalidParameter)
            case .interrupted: (.relay, .internalError)
            }
        self.init(
            fault: fault, errorCode: code, errorMessage: outcome.reason, exhaustedRetryCondition: exhausted,
            retryAttempts: retryAttempts)
    }
}
