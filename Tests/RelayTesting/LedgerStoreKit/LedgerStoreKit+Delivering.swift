import RelayCore
import Testing

extension LedgerStoreKit {
    static let delivering: [Promise] = [
        Promise("a delivery goes from pending to delivered") { store in
            let pending = try await store.accepted(Sample.submission(of: Sample.use("a")))
            let begun = try await store.begin(pending.map(\.id), at: Sample.noon)
            #expect(begun.map(\.state) == [.sending])
            #expect(try await store.begin(pending.map(\.id), at: Sample.noon).isEmpty)
            #expect(try await store.pending(after: nil, limit: 10).isEmpty)
            let settlement = Settlement(
                delivery: pending[0].id, attempt: Sample.attempt(), next: .delivered(messageTimestamp: nil))
            #expect(try await store.settle(settlement).isEmpty)
            let record = try #require(try await store.delivery(pending[0].id))
            #expect(record.delivery.state == .delivered)
            #expect(record.attempts.map(\.number) == [1])
            #expect(try await store.backlog().isEmpty)
            try await store.expectBalance()
        }
    ]
}
