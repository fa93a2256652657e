import ChildProcesses
import Foundation
import ServeTrial
import StandInSlack
import Testing

/// Strangers who open connections and let them lie, while Slack is slow and descriptors are few.
struct CrowdTests {
    /// A connection that is open for as long as it is kept, and sends nothing.
    private final class IdleConnection: Sendable {
        private let connection: HTTPConnection

        init(port: Int) throws { connection = try HTTPConnection(port: port) }
    }

    @Test func doNotKeepSendersOut() async throws {
        let relay = try await LiveRelay()
        relay.slack.behave(.slow(.milliseconds(500)))
        // A shell that lowers the hard limit, which relay cannot raise.
        let program = relay.folder.appending(path: "relay-with-few-descriptors")
        try "#!/bin/sh\nulimit -n 160\nexec '\(Project.relay.path)' \"$@\"\n".write(
            to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)

        var strangers: [IdleConnection] = []
        let status = try await relay.serve(program: program.path) { _ in
            for round in 1...20 {
                // More each round than relay has descriptors for in all.
                for _ in 0..<20 { strangers.append(try await onThread { try IdleConnection(port: relay.port) }) }
                let use = ServeCommandTests.use(round, who: "person-\(round)")
                let answer = try await relay.send(use)
                #expect(answer.contains("accepted"), "\(answer)")
            }
            try await relay.until("all messages") { relay.slack.messages.count == 20 }
            #expect(strangers.count == 400)
            #expect(relay.log.contains("too many connections"), "\(relay.log)")
        }
        #expect(status == 0, "\(relay.log)")
        await relay.end()
    }

    @Test func tooFewDescriptorsAreSaid() async throws {
        let relay = try await LiveRelay()
        let config = relay.folder.appending(path: "relay.yaml").path
        let run = try await RelayRun(
            executable: URL(filePath: "/bin/sh"),
            arguments: ["-c", "ulimit -n 100; exec '\(Project.relay.path)' serve --config '\(config)'"])
        #expect(run.status == 2)
        #expect(run.talk.contains("relay may have 100 open files, and needs 128"), "\(run)")
        await relay.end()
    }
}
