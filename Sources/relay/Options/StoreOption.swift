internal import Alerts
internal import ArgumentParser
internal import Outbox
internal import Rules
internal import SQLiteStore

/// Which store to look into: the one that the rules file names, or `--store relay.db`.
struct StoreOption: ParsableArguments {
    @OptionGroup var config: ConfigOption

    @Option(
        help: ArgumentHelp("The store itself, where there is no rules file at hand to name it.", valueName: "file"),
        completion: .file())
    var store: String?

    /// Opens the store. Without `--store` the rules file is read to find it.
    func open(for purpose: StoreLocation.Purpose, on console: Console) throws -> any OpenStore {
        if let store { return try StoreLocation(path: store).open(for: purpose) }
        return try StoreLocation(config, rules: try config.loadRules(on: console)).open(for: purpose)
    }
}

/// Where a store is. This is the one place that chooses the kind of store; all else knows the protocol.
struct StoreLocation {
    /// What a store is opened for, which decides who else may have it open.
    enum Purpose {
        /// `relay serve`, the only one of its kind. Makes the store where there is none.
        case serve
        /// To write beside a running server. The store must be there.
        case write
        /// To write beside a running server. Makes the store where there is none.
        case record
        /// Only to read, while others write. The store must be there.
        case read
    }

    /// The store's file.
    let path: String

    /// - Parameter path: The file, relative to the working folder.
    init(path: String) { self.path = path }

    /// The store that a rules file names, or another one instead.
    init(_ config: ConfigOption, rules: RulesFile, instead path: String? = nil) {
        self.init(path: path ?? config.resolved(rules.store.path))
    }

    /// - Parameter clock: The time of day, by which a drill's acceptance is timed.
    /// - Throws: ``StoreError``.
    func open(
        for purpose: Purpose, clock: any WallClock = SystemClock()
    ) throws(StoreError) -> any OpenStore {
        let sqlitePurpose: SQLiteAlertStore.Purpose =
            switch purpose {
            case .serve: .serve
            case .write: .write
            case .record: .record
            case .read: .read
            }
        return try SQLiteAlertStore(path, for: sqlitePurpose, now: { clock.now })
    }
}

/// A store that was opened, to be closed before relay ends.
protocol OpenStore: EventLedger, DeliveryStore, OutboxOperations, UsageReader {
    /// What somebody ought to do about the store's files, in sentences: rights that are too wide, several names.
    var remarks: [String] { get }

    /// Finishes what is being written, then closes. What comes after is refused as ``StoreError/Reason/closed``.
    func close()
}

extension SQLiteAlertStore: OpenStore {}
