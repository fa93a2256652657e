/// Why a delivery was given up, or is held back, in EventBridge's words.
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

    public enum ErrorCode: String, CaseIterable, Hashable, Sendable, Codable {
        case connectionFailure = "CONNECTION_FAILURE"
        case errorFromTarget = "ERROR_FROM_TARGET"
        case internalError = "INTERNAL_ERROR"
        case invalidJSON = "INVALID_JSON"
        case invalidParameter = "INVALID_PARAMETER"
        case noPermissions = "NO_PERMISSIONS"
        case noResource = "NO_RESOURCE"
        case sdkClientError = "SDK_CLIENT_ERROR"
        case throttling = "THROTTLING"
        case timeout = "TIMEOUT"
        case unknown = "UNKNOWN"
    }

    public enum ExhaustedRetryCondition: String, CaseIterable, Hashable, Sendable, Codable {
        case maximumRetryAttempts = "MaximumRetryAttempts"
        case maximumEventAge = "MaximumEventAgeInSeconds"
    }

    public var fault: Fault
    public var errorCode: ErrorCode
    /// For people; no secret.
    public var errorMessage: String
    /// Nil where nothing was tried again.
    public var exhaustedRetryCondition: ExhaustedRetryCondition?
    public var retryAttempts: Int

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
