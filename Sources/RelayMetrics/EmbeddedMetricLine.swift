import JSONText
import Outbox
import TextFormats

/// One log event in CloudWatch's embedded metric format: measures that share their dimensions.
///
/// ```
/// {"_aws":{"Timestamp":1764547200000,"CloudWatchMetrics":[{"Namespace":"relay","Dimensions":[["ApiDestination"]],
///  "Metrics":[{"Name":"Invocations","Unit":"Count"}]}]},"ApiDestination":"slack","Invocations":3}
/// ```
/// Source: CloudWatch User Guide, "Specification: Embedded metric format".
struct EmbeddedMetricLine: Hashable {
    struct Measure: Hashable {
        let name: String
        let unit: String
        let value: Double
    }

    /// A dimension of the measures: a member of the root object.
    struct Dimension: Hashable {
        let name: String
        let value: String

        /// - Parameter value: CloudWatch accepts printable ASCII that is not blank. Other characters become `?`, and a
        ///   value longer than ``valueCharactersLimit`` is cut.
        init(_ name: String, _ value: String) {
            self.name = name
            let shown = value.unicodeScalars.prefix(Self.valueCharactersLimit).map { scalar -> Character in
                scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F ? Character(scalar) : "?"
            }
            self.value = shown.allSatisfy { $0 == " " } ? "unknown" : String(shown)
        }

        static let valueCharactersLimit = 1_024
    }

    /// How many measures one directive may define.
    static let measuresLimit = 100
    /// How large a log event may be. What is written here stays below: a line has two dimensions at most, and measures
    /// whose names are relay's own.
    static let bytesLimit = 1 << 20

    /// The sets of dimensions by which CloudWatch aggregates. An empty set stands for no dimensions.
    let dimensionSets: [[String]]
    let dimensions: [Dimension]
    let measures: [Measure]

    /// The lines without line ends: one for each ``measuresLimit`` measures, none when there are no measures.
    func encoded(namespace: String, at moment: Timestamp) -> [[UInt8]] {
        stride(from: 0, to: measures.count, by: Self.measuresLimit).map { start in
            let part = measures[start..<min(start + Self.measuresLimit, measures.count)]
            return encoded(part, namespace, moment)
        }
    }

    private func encoded(_ measures: ArraySlice<Measure>, _ namespace: String, _ moment: Timestamp) -> [UInt8] {
        let sets = dimensionSets.map { "[\($0.map(JSONString.quoted).joined(separator: ","))]" }
        let definitions = measures.map {
            "{\"Name\":\(JSONString.quoted($0.name)),\"Unit\":\(JSONString.quoted($0.unit))}"
        }
        let members =
            dimensions.map { "\(JSONString.quoted($0.name)):\(JSONString.quoted($0.value))" }
            + measures.map { "\(JSONString.quoted($0.name)):\(Self.number($0.value))" }
        let line = """
            {"_aws":{"Timestamp":\(moment.milliseconds),"CloudWatchMetrics":[{"Namespace":\(JSONString.quoted(namespace)),\
            "Dimensions":[\(sets.joined(separator: ","))],"Metrics":[\(definitions.joined(separator: ","))]}]},\
            \(members.joined(separator: ","))}
            """
        return Array(line.utf8)
    }

    /// A JSON number; whole ones without a fraction. relay has no measure that is infinite or not a number.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}

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
