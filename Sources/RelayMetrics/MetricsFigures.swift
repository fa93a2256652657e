public import Alerts
public import Outbox
public import Rules
public import TextFormats

/// What a page of metrics is made from: everything that relay knows of itself at one moment.
public struct MetricsFigures: Sendable {
    public var now: Timestamp
    /// Nil while the store cannot be read; the rest is still told then.
    public var store: StoreFigures?
    public var health: [DestinationHealth] = []
    public var rules: RulesFigures?
    public var process: ProcessFigures?
    public var version: String

    public init(now: Timestamp, version: String) {
        self.now = now
        self.version = version
    }
}

/// What the store holds.
public struct StoreFigures: Sendable {
    /// Of one moment, so that they balance.
    public var books: Books
    /// The newest first; as many as are needed to find the last heartbeat that got through.
    public var drills: [DrillRecord]
    /// Nil where it could not be found out.
    public var sizeBytes: Int64?

    public init(_ books: Books, drills: [DrillRecord] = [], sizeBytes: Int64? = nil) {
        self.books = books
        self.drills = drills
        self.sizeBytes = sizeBytes
    }
}

/// The rules in force, and how reading them anew has gone.
public struct RulesFigures: Sendable {
    /// Names of the rules that are on.
    public var names: [String]
    public var apiDestinations: [String]
    public var heartbeat: DrillSettings.Heartbeat?
    public var loadedAt: Timestamp
    /// How often the file could not be used when it was read anew.
    public var failedReloads: Int
    /// Whether the file could not be used the last time it was read, so that the rules in force are older ones.
    public var isStale: Bool
    /// A hash of the file's bytes, by which two relays can be seen to go by the same rules.
    public var fingerprint: String?

    public init(_ rules: LiveRules, loadedAt: Timestamp, failedReloads: Int, isStale: Bool, fingerprint: String?) {
        self.init(
            names: rules.rules.map(\.name), apiDestinations: rules.file.apiDestinations.map(\.name),
            loadedAt: loadedAt, failedReloads: failedReloads, isStale: isStale, fingerprint: fingerprint)
        heartbeat = rules.file.drill.heartbeat
    }

    init(
        names: [String], apiDestinations: [String], loadedAt: Timestamp, failedReloads: Int, isStale: Bool,
        fingerprint: String?
    ) {
        self.names = names
        self.apiDestinations = apiDestinations
        self.loadedAt = loadedAt
        self.failedReloads = failedReloads
        self.isStale = isStale
        self.fingerprint = fingerprint
    }
}

/// What the process takes of the machine, as the system tells it; nil what it does not.
public struct ProcessFigures: Hashable, Sendable {
    /// Time on processors, in user and kernel together.
    public var cpu: Duration?
    public var residentBytes: Int64?
    public var virtualBytes: Int64?
    public var openFiles: Int64?
    public var openFilesLimit: Int64?
    public var startedAt: Timestamp?

    public init() {}
}
