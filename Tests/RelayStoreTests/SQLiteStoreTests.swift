import RelayCore
import RelayTesting
import Testing

@testable import RelayStore

struct SQLiteStoreTests {
    @Test(arguments: LedgerStoreKit.promises) func keeps(_ promise: LedgerStoreKit.Promise) async throws {
        let scratch = try ScratchStore()
        try await promise.check(scratch.open())
    }
}
