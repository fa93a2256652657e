public import Alerts
import Outbox
public import Testing
import TextFormats

/// What every ``LedgerStore`` promises, as tests. Each takes an empty store.
///
/// ```swift
/// @Test(arguments: LedgerStoreKit.promises) func keeps(_ promise: LedgerStoreKit.Promise) async throws {
///     try await promise.check(store)
/// }
/// ```
public enum LedgerStoreKit {
    /// One promise, by the name under which a failure shows.
    public struct Promise: Sendable, CustomTestStringConvertible {
        public let name: String
        public let check: @Sendable (any LedgerStore) async throws -> Void

        init(_ name: String, _ check: @escaping @Sendable (any LedgerStore) async throws -> Void) {
            self.name = name
            self.check = check
        }

        public var testDescription: String { name }
    }

    public static let promises =
        accepting + duplicates + usage + delivering + storms + outbox + history + retaining
}

extension LedgerStore {
    /// Accepts one event, and says what became pending by it; nothing for a duplicate, which is a failure.
    func accepted(_ submission: Submission) async throws -> [PendingDelivery] {
        let answers = try await accept([submission], counting: [])
        guard case .accepted(let pending) = try #require(answers.first) else {
            Issue.record("taken for a duplicate")
            return []
        }
        #expect(answers.count == 1)
        return pending
    }

    func isDuplicate(_ submission: Submission) async throws -> Bool {
        try await accept([submission], counting: []) == [.duplicate]
    }

    /// Every use on record.
    func allUses() async throws -> [LedgerUse] {
        try await uses(
            in: Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max), after: nil, limit: .max)
    }

    func count(_ key: CountKey) async throws -> Int64 {
        try await counts().first { $0.key == key }?.value ?? 0
    }

    func expectBalance(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let books = try await books()
        #expect(
            books.balance, "\(books.owed) are owed, \(books.accountedFor) accounted for",
            sourceLocation: sourceLocation)
    }

    /// One delivery, accepted and begun.
    func begun(_ submission: Submission) async throws -> Delivery {
        let pending = try await accepted(submission)
        return try #require(try await begin(pending.map(\.id), at: Sample.noon).first)
    }
}

extension LedgerStoreKit {
    /// The event ids of all uses on record.
    public static func useIDs(of store: any LedgerStore) async throws -> Set<String> {
        Set(try await store.allUses().compactMap(\.eventID))
    }

    /// Nothing is there, and nothing was counted.
    public static func checkIsEmpty(_ store: any LedgerStore) async throws {
        #expect(try await store.deliveries(OutboxFilter(), limit: .max).isEmpty)
        #expect(try await store.allUses().isEmpty)
        #expect(try await store.counts().isEmpty)
    }
}
