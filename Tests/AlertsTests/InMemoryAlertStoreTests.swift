import Alerts
import Outbox
import RelayTesting
import Testing

/// The decisions, on a store that has none.
struct InMemoryAlertStoreTests {
    @Test(arguments: AlertStoreKit.promises + DeliveryStoreKit.shared)
    func keeps(_ promise: AlertStoreKit.Promise) async throws {
        try await promise.check(InMemoryAlertStore())
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func countersAndOutboxBalanceAfterRandomActions(seed: UInt64)
        async throws
    {
        try await AlertStoreKit.checkBalance(of: InMemoryAlertStore(), seed: seed)
    }

    /// What one call accepts is the same in many commits.
    @Test(arguments: [1, 2, 3]) func acceptsMoreThanOneCommitMayHave(plansPerCommit: Int) async throws {
        let store = InMemoryAlertStore(plansPerCommit: plansPerCommit)
        let submissions = (0..<7).map { RelayTesting.Sample.submission(eventID: "e\($0 / 2)") }
        let answers = try await store.accept(submissions, counting: [Counter(.received(.noRule))])
        #expect(answers.map { $0 == .duplicate } == [false, true, false, true, false, true, false])
        #expect(try await store.counts().contains(Counter(.received(.noRule), 1)))
    }
}
