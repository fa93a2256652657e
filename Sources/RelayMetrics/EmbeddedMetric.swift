import Outbox

/// The measures that relay gives to CloudWatch, by the names that EventBridge has for them in `AWS/Events` where it
/// measures the same.
enum EmbeddedMetric: String, CaseIterable {
    // Of relay as a whole.
    case eventsReceived = "EventsReceived"
    case duplicateEvents = "DuplicateEvents"
    case eventsWithoutRule = "EventsWithoutRule"
    case invalidEvents = "InvalidEvents"
    case matchedEvents = "MatchedEvents"
    case roleUses = "RoleUses"
    case deniedRoleUses = "DeniedRoleUses"
    case storeSize = "StoreSize"
    case heartbeatAge = "HeartbeatAge"
    case rulesStale = "RulesStale"

    // Also of each rule.
    case triggeredRules = "TriggeredRules"

    // Also of each API destination.
    case invocationsCreated = "InvocationsCreated"
    case invocations = "Invocations"
    case invocationAttempts = "InvocationAttempts"
    case successfulInvocationAttempts = "SuccessfulInvocationAttempts"
    case retryInvocationAttempts = "RetryInvocationAttempts"
    case throttledInvocationAttempts = "ThrottledInvocationAttempts"
    case uncertainInvocationAttempts = "UncertainInvocationAttempts"
    case failedInvocations = "FailedInvocations"
    case invocationsSentToDlq = "InvocationsSentToDlq"
    case ingestionToInvocationSuccessLatency = "IngestionToInvocationSuccessLatency"
    case outboxDeliveries = "OutboxDeliveries"
    case waitingDeliveries = "WaitingDeliveries"
    case deadLetters = "DeadLetters"
    case outboxOldestAge = "OutboxOldestAge"
    case blocked = "Blocked"

    /// One of the units of CloudWatch's MetricDatum.
    var unit: String {
        switch self {
        case .storeSize: "Bytes"
        case .heartbeatAge, .outboxOldestAge: "Seconds"
        case .ingestionToInvocationSuccessLatency: "Milliseconds"
        default: "Count"
        }
    }
}
