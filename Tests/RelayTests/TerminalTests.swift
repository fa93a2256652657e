import Foundation
import Testing

/// What is different when somebody looks on. `script` (bsdutils, which every Debian has) lends a terminal, unless it runs
/// where there are none to lend.
@Suite(.enabled("no terminal can be had from script", { await Terminals.areThere() }))
struct TerminalTests {
    private static func run(_ command: String, environment: [String: String] = [:]) async throws -> RelayRun {
        try await RelayRun(
            executable: URL(filePath: "/usr/bin/script"),
            arguments: ["--quiet", "--return", "--command", "'\(Project.relay.path)' \(command)", "/dev/null"],
            environment: ["TERM": "xterm"].merging(environment) { _, new in new })
    }

    private static let question =
        "test-pattern --pattern fixtures/patterns/break-glass.json fixtures/events/assume-role.json"

    @Test func coloursOnATerminal() async throws {
        let run = try await Self.run(Self.question)
        #expect(run.output == "\u{1B}[32mmatch\u{1B}[0m\r\n")
        #expect(run.status == 0)
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func showsNoColoursWhenTheyAreTurnedOff(environment: [String: String]) async throws {
        #expect(try await Self.run(Self.question, environment: environment).output == "match\r\n")
    }

    /// An empty NO_COLOR counts as none: https://no-color.org.
    @Test func anEmptyNoColorCountsAsUnset() async throws {
        #expect(try await Self.run(Self.question, environment: ["NO_COLOR": ""]).output.contains("\u{1B}[32m"))
    }

    @Test func noColoursInAPipe() async throws {
        #expect(try await Self.run(Self.question + " | cat").output == "match\r\n")
    }

    /// Standard input is a terminal here: to wait for somebody to type JSON would look as if relay hung.
    @Test func doesNotWaitForATerminal() async throws {
        let run = try await Self.run("test-pattern --pattern fixtures/patterns/break-glass.json")
        #expect(run.output.contains("no events: name files or folders"))
        #expect(run.status == 2)
    }
}

private enum Terminals {
    static func areThere() async -> Bool {
        let script = URL(filePath: "/usr/bin/script")
        return (try? await RelayRun(executable: script, arguments: ["-qec", "true", "/dev/null"]))?.status == 0
    }
}
