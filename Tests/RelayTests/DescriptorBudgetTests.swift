import HTTPServer
import Testing

@testable import relay

/// Who gets how many of the file descriptors that the system gives relay.
struct DescriptorBudgetTests {
    @Test(arguments: [
        (128, 32, 16), (256, 96, 32), (1_024, 608, 128), (4_096, 2_000, 128), (DescriptorBudget.wanted, 2_000, 128),
        (1_000_000, 2_000, 128),
    ])
    func leavesEnoughForTheStoreAndForSending(limit: Int, connections: Int, deliveries: Int) {
        let budget = DescriptorBudget(limit: limit)
        #expect(budget.connections == connections)
        #expect(budget.deliveriesInFlight == deliveries)
        // Connections that are being closed for others count until they are.
        let others = limit - connections - ServerLimits.closingConnections
        #expect(others >= min(DescriptorBudget.reserved, limit / 2))
        #expect(others >= deliveries + 32)
    }

    @Test func saysWhatToDoWithTooFew() {
        #expect(
            "\(DescriptorError(limit: 100))".hasPrefix("relay may have 100 open files, and needs 128: raise the limit"))
    }

    /// As far as this process is allowed to.
    @Test func raisesTheLimit() throws {
        let budget = try DescriptorBudget.raising()
        #expect(budget.limit >= DescriptorBudget.least)
        #expect(try DescriptorBudget.raising() == budget)
    }
}
