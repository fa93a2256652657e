import Alerts
import Foundation
import Outbox
import SQLiteStore
import ScratchFolders
import TextFormats

/// A store with one delivery in each state that the commands tell apart, in a folder with the demo's rules.
struct OutboxFixture {
    /// What a caller and a destination might write to move a reader's cursor.
    static let hostile = "\u{1B}[2J\u{202E}mallory"
    static let received = Timestamp(milliseconds: 1_772_442_843_000)

    let folder: ScratchFolder

    /// Deliveries 1 to 5: pending, delivered, dead (refused), waiting, dropped.
    init() async throws {
        folder = try ScratchFolder()
        try folder.write(Data(contentsOf: Project.fixtures.appending(path: "relay.yaml")), to: "relay.yaml")
        let store = try SQLiteAlertStore(folder.url.appending(path: "relay.db").path, for: .serve)
        defer { store.close() }
        for number in 1...5 { _ = try await store.accept([Self.submission(number)], counting: []) }
        _ = try await store.begin([.init(2), .init(3), .init(4)], at: Self.received)
        for settlement in Self.settlements { _ = try await store.settle(settlement) }
        var filter = OutboxFilter()
        filter.ids = [DeliveryID(5)]
        let note = OperatorNote(who: "carol", why: "a test", at: Self.received + .seconds(60))
        _ = try await store.drop(filter, because: note)
    }

    func run(_ arguments: String...) async throws -> RelayRun { try await run(arguments) }

    func run(_ arguments: [String], in directory: URL? = nil) async throws -> RelayRun {
        let directory = directory ?? folder.url
        return try await onThread {
            try RelayRun(arguments: ["outbox"] + arguments, environment: ["USER": "alice"], directory: directory)
        }
    }

    /// What the store has, read as the commands read it.
    func delivery(_ number: Int64) async throws -> DeliveryRecord? {
        let store = try SQLiteAlertStore(folder.url.appending(path: "relay.db").path, for: .read)
        defer { store.close() }
        return try await store.delivery(DeliveryID(number))
    }

    private static func submission(_ number: Int) -> Submission {
        let rule = number == 5 ? "root-used" : "break-glass-used"
        let body = #"{"channel":"C0123ABCD","text":"ALERT: \#(hostileJSON) has activated the role"}"#
        let delivery = NewDelivery(
            rule: rule, target: "slack", apiDestination: "slack-security-alerts", channel: "C0123ABCD",
            orderKey: "\(number)", request: DeliveryRequest(body: Array(body.utf8)))
        return Submission(
            eventID: "event-\(number)", event: Array(#"{"id":"event-\#(number)","detail":{}}"#.utf8), rules: [rule],
            use: nil, receivedAt: received + .seconds(number), origin: .live,
            plan: { _ in DeliveryPlan(deliveries: [delivery]) })
    }

    private static let hostileJSON = "\u{202E}mallory"

    private static var settlements: [Settlement] {
        func attempt(_ outcome: Attempt.Outcome, _ status: Int, _ reason: String) -> Attempt {
            Attempt(
                number: 1, startedAt: received + .seconds(10), endedAt: received + .seconds(10) + .milliseconds(120),
                status: status, outcome: outcome, reason: reason, excerpt: outcome == .refused ? hostile : "")
        }
        let dead = DeadLetter(
            fault: .destination, errorCode: .errorFromTarget, errorMessage: "msg_too_long \(hostile)",
            exhaustedRetryCondition: .maximumRetryAttempts, retryAttempts: 3)
        let waiting = DeadLetter(fault: .destination, errorCode: .noPermissions, errorMessage: "not_in_channel")
        return [
            Settlement(
                delivery: DeliveryID(2), attempt: attempt(.delivered, 200, "ok"),
                next: .delivered(messageTimestamp: "1772442853.000100")),
            Settlement(delivery: DeliveryID(3), attempt: attempt(.refused, 200, "msg_too_long"), next: .dead(dead)),
            Settlement(
                delivery: DeliveryID(4), attempt: attempt(.misconfigured, 200, "not_in_channel"),
                next: .waiting(waiting)),
        ]
    }
}
