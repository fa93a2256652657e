public import Alerts
public import Outbox
public import Testing
public import TextFormats

/// What every store promises, as tests: one kit for each protocol. Each test takes an empty store, which conforms to all
/// of them, since what one writes is seen by another.
///
/// ```swift
/// @Test(arguments: AlertStoreKit.promises) func keeps(_ promise: AlertStoreKit.Promise) async throws {
///     try await promise.check(store)
/// }
/// ```
public enum AlertStoreKit {
    /// One promise, by the name under which a failure shows.
    public struct Promise: Sendable, CustomTestStringConvertible {
        /// What is promised, as a sentence.
        public let name: String
        /// Checks it on an empty store.
        public let check: @Sendable (any AlertStore) async throws -> Void

        init(_ name: String, _ check: @escaping @Sendable (any AlertStore) async throws -> Void) {
            self.name = name
            self.check = check
        }

        /// ``name``.
        public var testDescription: String { name }
    }

    /// The promises of all four protocols.
    public static let promises =
        EventLedgerKit.promises + DeliveryStoreKit.promises + OutboxOperationsKit.promises + UsageReaderKit.promises
}

/// What ``EventLedger`` promises.
public enum EventLedgerKit {
    /// As ``AlertStoreKit/Promise``.
    public typealias Promise = AlertStoreKit.Promise

    /// All that is promised, in the order of the protocol.
    public static let promises = accepting + duplicates + targets + usage + recent + storms + conflicts
}

/// What ``DeliveryStore`` promises.
public enum DeliveryStoreKit {
    /// As ``AlertStoreKit/Promise``.
    public typealias Promise = AlertStoreKit.Promise

    /// All that is promised, in the order of the protocol.
    public static let promises = delivering + leases + waiting
}

/// What ``OutboxOperations`` promises.
public enum OutboxOperationsKit {
    /// As ``AlertStoreKit/Promise``.
    public typealias Promise = AlertStoreKit.Promise

    /// All that is promised, in the order of the protocol.
    public static let promises = outbox + retaining + time
}

/// What ``UsageReader`` promises.
public enum UsageReaderKit {
    /// As ``AlertStoreKit/Promise``.
    public typealias Promise = AlertStoreKit.Promise

    /// All that is promised, in the order of the protocol.
    public static let promises = history
}

// MARK: - In short

extension EventLedger {
    /// Accepts one event, and says what became pending by it; nothing for a duplicate, which is a failure.
    func accepted(_ submission: Submission) async throws -> [PendingDelivery] {
        let answers = try await accept([submission], counting: [])
        guard case .accepted(let pending) = try #require(answers.first) else {
            Issue.record("it is called a duplicate")
            return []
        }
        #expect(answers.count == 1)
        return pending
    }

    func isDuplicate(_ submission: Submission) async throws -> Bool {
        try await accept([submission], counting: []) == [.duplicate]
    }
}

extension EventLedger where Self: DeliveryStore {
    /// One delivery, accepted and begun.
    func begun(_ submission: Submission) async throws -> Delivery {
        let pending = try await accepted(submission)
        return try #require(try await begin(pending.map(\.id), at: Sample.noon).first)
    }
}

extension DeliveryStore {
    /// Begins deliveries for ``Sample/owner``, whose lease lasts five seconds.
    public func begin(_ ids: [DeliveryID], at now: Timestamp) async throws(StoreError) -> [Delivery] {
        try await begin(ids, at: now, as: DeliveryLease(owner: Sample.owner, until: now + .seconds(5)))
    }

    /// Settles for ``Sample/owner``.
    ///
    /// - Returns: what became pending by it; nothing where the lease is lost.
    public func settle(_ settlement: Settlement) async throws(StoreError) -> [PendingDelivery] {
        guard case .settled(let pending) = try await settle(settlement, by: Sample.owner) else { return [] }
        return pending
    }

    /// Recovers for somebody who has leased nothing.
    public func recoverInterrupted(at now: Timestamp) async throws(StoreError) -> Int {
        try await recoverInterrupted(at: now, by: "the next")
    }
}

extension UsageReader {
    /// Every use on record.
    func allUses() async throws -> [LedgerUse] {
        try await uses(
            in: Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max), after: nil, limit: .max)
    }

    func count(_ key: CounterKey) async throws -> Int64 {
        try await counts().first { $0.key == key }?.value ?? 0
    }

    func expectBalance(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let balance = try await balance()
        #expect(
            balance.isBalanced, "\(balance.owed) are owed, \(balance.accountedFor) accounted for",
            sourceLocation: sourceLocation)
    }
}

extension DeliveryID {
    /// An id as SQLite gives them.
    public init(_ number: some BinaryInteger) { self.init(String(number)) }
}

extension AlertStoreKit {
    /// The event ids of all uses on record.
    public static func useIDs(of store: any UsageReader) async throws -> Set<String> {
        Set(try await store.allUses().compactMap(\.eventID))
    }

    /// Nothing is there, and nothing was counted.
    public static func checkIsEmpty(_ store: any OutboxOperations & UsageReader) async throws {
        #expect(try await store.deliveries(OutboxFilter(), limit: .max).isEmpty)
        #expect(try await store.allUses().isEmpty)
        #expect(try await store.counts().isEmpty)
    }
}
