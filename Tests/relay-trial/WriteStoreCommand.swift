import Alerts
import ArgumentParser
import Foundation
import Outbox
import SQLiteStore
import TextFormats

/// A process to be killed while it writes: what it says it has done must be in the store afterwards.
struct WriteStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write-store",
        abstract: "Accept and deliver made-up events without end, and say of each when it was durable.",
        shouldDisplay: false)

    @Argument(help: "The store's file.")
    var path: String

    @Option(help: "What the events' ids begin with.")
    var prefix: String

    @Option(help: "How many tasks write at a time.")
    var tasks = 8

    func run() async throws {
        let store = try SQLiteAlertStore(path, for: .serve)
        _ = try await store.recoverInterrupted(at: .systemNow())
        try await withThrowingTaskGroup { group in
            for task in 0..<max(1, tasks) {
                group.addTask {
                    for number in 0... { try await write("\(prefix)-\(task)-\(number)", to: store) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func write(_ eventID: String, to store: SQLiteAlertStore) async throws {
        let now = Timestamp.systemNow()
        let delivery = NewDelivery(
            rule: "trial", target: "trial", apiDestination: "nowhere", orderKey: eventID,
            request: DeliveryRequest(body: Array(eventID.utf8)))
        let submission = Submission(
            eventID: eventID, event: Array("{}".utf8), rules: ["trial"], use: nil, receivedAt: now,
            plan: { _ in DeliveryPlan(deliveries: [delivery]) })
        let answers = try await store.accept([submission], counting: [Count(.received(.noRule))])
        guard case .accepted(let pending) = answers.first else { return }
        say("accepted", eventID)
        for begun in try await store.begin(pending.map(\.id), at: now) {
            let attempt = Attempt(
                number: 0, startedAt: now, endedAt: .systemNow(), status: 200, outcome: .delivered, reason: "")
            _ = try await store.settle(
                Settlement(delivery: begun.id, attempt: attempt, next: .delivered(messageTimestamp: nil)))
            say("delivered", eventID)
        }
    }

    /// Past every buffer of this process, which is about to be killed.
    private func say(_ what: String, _ eventID: String) {
        FileHandle.standardOutput.write(Data("\(what) \(eventID)\n".utf8))
    }
}
