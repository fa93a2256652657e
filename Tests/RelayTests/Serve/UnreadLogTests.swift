import ChildProcesses
import Foundation
import JSONText
import ServeTrial
import StandInSlack
import Testing

/// A `relay serve` whose standard error is a pipe that nobody reads, as with a log collector that is stuck.
struct UnreadLogTests {
    private static let eventsPerFilling = 4_000

    /// Sends events until the log must be full: far more than the pipe and the log writer hold.
    private static func fillTheLog(of relay: LiveRelay, from first: Int) async throws {
        for round in 0..<eventsPerFilling / 200 {
            let events = (0..<200).map { index in
                let event = TrialEvent(
                    run: "unread-log", number: first + round * 200 + index, isMatching: false, who: "alice.chen")
                return String(decoding: event.json, as: UTF8.self)
            }
            let answer = try await relay.post(Array("[\(events.joined(separator: ","))]".utf8))
            #expect(answer.contains(#""no_rule":200"#), "\(answer.prefix(300))")
        }
    }

    @Test func stopsNothing() async throws {
        let relay = try await LiveRelay()
        let log = Pipe()
        let process = Process()
        process.executableURL = Project.relay
        process.arguments = [
            "serve", "--config", relay.folder.appending(path: "relay.yaml").path, "--log-level", "trace",
        ]
        process.environment = ["TRIAL_SLACK_TOKEN": "xoxb-trial"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = log
        try process.run()
        defer { process.terminate() }
        try await relay.until("a relay that is ready") { (try? await relay.get("/readyz"))?.hasPrefix("200") == true }

        try await Self.fillTheLog(of: relay, from: 0)
        #expect(try await relay.get("/healthz").hasPrefix("200"))
        #expect(try await relay.get("/metrics").hasPrefix("200"))
        let use = TrialEvent(run: "unread-log", number: -1, isMatching: true, who: "alice.chen")
        #expect(try await relay.send(use).contains(#""status":"accepted""#))
        try await relay.until("the message") { relay.slack.messages.count == 1 }

        // As soon as somebody reads, the log says how much is missing.
        let text = await onThread {
            var bytes = Data()
            while !String(decoding: bytes, as: UTF8.self).contains("dropped: nobody read them\n") {
                let piece = log.fileHandleForReading.availableData
                if piece.isEmpty { break }
                bytes += piece
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        let lines = text.split(separator: "\n").map(String.init)
        let told = lines.first { $0.contains("dropped: nobody read them") } ?? ""
        let message = told.components(separatedBy: " warning log: ").last ?? ""
        let dropped = Int(message.prefix { $0.isNumber }) ?? 0
        #expect(message == "\(dropped) log lines were dropped: nobody read them", "\(told)")
        // Each event has a line of its own, which was written or dropped.
        let written = lines.count { $0.contains("event no_rule") }
        #expect(written < Self.eventsPerFilling && written + dropped >= Self.eventsPerFilling)

        try await Self.fillTheLog(of: relay, from: 10_000)
        process.terminate()
        await process.untilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        await relay.end()
    }
}
