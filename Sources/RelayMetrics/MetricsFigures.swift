public import Alerts
public import Outbox
public import Rules
public import TextFormats

/// The figures that a page of metrics is made from, all of one moment.
public struct MetricsFigures: Sendable {
    /// The moment of all figures; ages are counted up to it.
    public var now: Timestamp
    /// Nil while the store cannot be read; the other figures are shown then too.
    public var store: StoreFigures?
    /// Whether events can be accepted: the disk has room, and the store's files are those that were opened. Nil where
    /// nobody accepts events, as when a store is read by itself.
    public var storeIsWritable: Bool?
    /// How sending goes, by destination and channel.
    public var health: [DestinationHealth] = []
    /// Nil where no rules are in force, as when a store is read by itself.
    public var rules: RulesFigures?
    /// Nil where the process is not measured.
    public var process: ProcessFigures?
    /// Nil where no clock is watched, as when a store is read by itself.
    public var clock: ClockReport?
    /// relay's version, as `relay --version` shows it.
    public var version: String

    /// Figures that say nothing but the time and the version.
    public init(now: Timestamp, version: String) {
        self.now = now
        self.version = version
    }
}

/// What the store holds.
public struct StoreFigures: Sendable {
    /// Of one moment, so that they balance.
    public var balance: DeliveryBalance
    /// The newest first; as many as are needed to find the last heartbeat that got through.
    public var drills: [DrillRecord]
    /// Nil where it could not be found out.
    public var sizeBytes: Int64?
    /// What waits for the configuration to be mended.
    public var waiting: [WaitingGroup] = []

    /// Memberwise, with nothing that waits.
    public init(_ books: DeliveryBalance, drills: [DrillRecord] = [], sizeBytes: Int64? = nil) {
        self.balance = books
        self.drills = drills
        self.sizeBytes = sizeBytes
    }
}

/// The rules in force, and how reading them anew has gone.
public struct RulesFigures: Sendable {
    /// Names of the rules that are on.
    public var names: [String]
    /// Names of all API destinations, so that their series begin at 0.
    public var apiDestinations: [String]
    /// The heartbeat drill of the rules file; nil when it has none.
    public var heartbeat: DrillSettings.Heartbeat?
    /// When the rules in force were read.
    public var loadedAt: Timestamp
    /// How often the file could not be used when it was read anew.
    public var failedReloads: Int
    /// Whether the file could not be used the last time it was read, so that the rules in force are older ones.
    public var isStale: Bool
    /// A hash of the file's bytes, to see whether two relays use the same rules.
    public var fingerprint: String?

    /// The figures of compiled rules.
    public init(_ rules: CompiledRules, loadedAt: Timestamp, failedReloads: Int, isStale: Bool, fingerprint: String?) {
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

/// The resources that the process uses, as the system reports them; nil for those that it does not report.
public struct ProcessFigures: Hashable, Sendable {
    /// Time on processors, in user and kernel together.
    public var cpu: Duration?
    /// Memory in use.
    public var residentBytes: Int64?
    /// Memory that is mapped.
    public var virtualBytes: Int64?
    /// Open files and sockets.
    public var openFiles: Int64?
    /// How many files and sockets may be open.
    public var openFilesLimit: Int64?
    /// When the process was started.
    public var startedAt: Timestamp?

    /// Nothing known.
    public init() {}
}

extension MetricsFigures {
    /// All measures, in the order in which a page shows them. Families without any series yet are left out.
    public var families: [MetricFamily] {
        let counted = store.map { CounterMetrics($0.balance.counts, known: rules).families } ?? []
        return (counted + GaugeMetrics(figures: self).families).filter { !$0.samples.isEmpty }
    }

    /// The page that `GET /metrics` answers with.
    public func page(in format: MetricsFormat) -> [UInt8] { MetricsText(families, in: format).bytes }
}

// MARK: - Heartbeat

extension MetricsFigures {
    /// A heartbeat drill that got through.
    struct Heartbeat: Hashable {
        let receivedAt: Timestamp
        let announcedAt: Timestamp
    }

    /// The last one; nil while none has got through, and where none is held.
    var lastHeartbeat: Heartbeat? {
        guard let heartbeat = rules?.heartbeat else { return nil }
        for drill in store?.drills ?? [] where drill.isHeartbeat(heartbeat) {
            if let announcedAt = drill.announcedAt {
                return Heartbeat(receivedAt: drill.receivedAt, announcedAt: announcedAt)
            }
        }
        return nil
    }
}

extension DrillRecord {
    /// Whether it was a heartbeat drill: those have an API destination of their own.
    fileprivate func isHeartbeat(_ heartbeat: DrillSettings.Heartbeat) -> Bool {
        rule.hasBytes(of: heartbeat.rule)
            && hops.allSatisfy { $0.apiDestination.hasBytes(of: heartbeat.apiDestination) }
    }
}
