/// What the elements that a reader cuts out belong to.
enum LogContainer: Hashable, Sendable {
    /// The `Records` of a log file.
    case records
    /// The `logEvents` of a CloudWatch Logs payload: records under `message`, each as a string.
    case logEvents
    /// The `logEvents` of a payload by which CloudWatch Logs only tries out the receiver.
    case controlMessage
    /// The `Events` that `aws cloudtrail lookup-events` prints: records under `CloudTrailEvent`, each as a string.
    case lookupEvents
    /// Values of the outermost level, one after the other (NDJSON), or those of an array there.
    case sequence(inArray: Bool)

    /// The key under which each element holds a record as a string.
    var wrappingKey: String? {
        switch self {
        case .logEvents: "message"
        case .lookupEvents: "CloudTrailEvent"
        case .records, .controlMessage, .sequence: nil
        }
    }

    var isSequence: Bool {
        if case .sequence = self { true } else { false }
    }

    /// Whether elements stand in an array, so that commas separate them and a bracket ends them.
    var isArray: Bool { self != .sequence(inArray: false) }
}
