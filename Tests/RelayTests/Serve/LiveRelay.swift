import ChildProcesses
import Foundation
import ServeTrial
import StandInSlack
import Testing

/// A real `relay serve` with a stand-in for Slack behind it, in a folder of its own.
///
/// What waits does so on a thread of its own: the stand-in needs the threads of tasks to answer.
struct LiveRelay: Sendable {
    let folder: URL
    let port: Int
    let slack: StandInSlack

    /// How long something may take that ought to take moments: long enough for the busiest machine.
    static let patience: Duration = .seconds(300)
    /// Only so many serve at a time: each must answer within its patience.
    private static let limit = TaskLimit(2)

    /// - Parameter rules: the rules file, given relay's port and Slack's.
    init(rules: (_ port: Int, _ slackPort: Int) -> String = { TrialRules(port: $0, slackPort: $1).yaml }) async throws {
        slack = StandInSlack()
        try await slack.start()
        port = try FreePort.find()
        folder = FileManager.default.temporaryDirectory.appending(path: "relay-serve-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(rules: rules(port, slack.port))
    }

    func write(rules: String) throws {
        try rules.write(to: folder.appending(path: "relay.yaml"), atomically: true, encoding: .utf8)
    }

    /// Everything that relay has logged so far.
    var log: String { (try? String(contentsOf: folder.appending(path: "serve.log"), encoding: .utf8)) ?? "" }

    /// Runs `body` with a relay that serves, and ends it.
    ///
    /// - Parameter program: relay, or what becomes relay.
    /// - Returns: the exit status.
    @discardableResult
    func serve(
        program: String = Project.relay.path, options: [String] = [], environment: [String: String] = [:],
        _ body: (ServeProcess) async throws -> Void
    ) async throws -> Int32 {
        try await Self.limit.run {
            let process = try await onThread {
                try ServeProcess(
                    relay: program, folder: folder.path, port: port, options: options,
                    environment: environment)
            }
            do {
                try await body(process)
            } catch {
                await onThread { process.kill() }
                throw error
            }
            return await onThread { process.stop() }
        }
    }

    func send(_ event: TrialEvent) async throws -> String { try await post(event.json) }

    /// - Returns: the status and the answer.
    func post(_ body: [UInt8], to path: String = "/events") async throws -> String {
        try await onThread {
            var connection = try HTTPConnection(port: port)
            let answer = try connection.post(body, to: path)
            return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        }
    }

    func get(_ path: String) async throws -> String {
        try await onThread {
            var connection = try HTTPConnection(port: port)
            let answer = try connection.get(path)
            return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        }
    }

    /// Returns as soon as something is so.
    func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            // Looked at before it is asked: on a busy machine much time may pass between two looks.
            let isLast = ContinuousClock.now >= deadline
            if try await isSo() { return }
            if isLast { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("never came: \(what)\n\(log.suffix(3_000))")
    }

    func end() async {
        await slack.stop()
        try? FileManager.default.removeItem(at: folder)
    }
}
