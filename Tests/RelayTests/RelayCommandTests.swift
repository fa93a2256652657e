import Foundation
import Testing

struct RelayCommandTests {
    /// Every subcommand that `relay --help` lists.
    static func commands() async throws -> [String] {
        let help = try await RelayRun("--help").output
        let list = try #require(help.components(separatedBy: "SUBCOMMANDS:").last)
        return list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
    }

    @Test func versionIsData() async throws {
        let run = try await RelayRun("--version")
        #expect(run.status == 0)
        #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        #expect(run.talk.isEmpty)
    }

    @Test func helpNamesTheExitStatuses() async throws {
        let run = try await RelayRun("--help")
        #expect(run.status == 0)
        #expect(run.output.contains("EXIT STATUS:"))
        #expect(try await Self.commands().count >= 10)
    }

    @Test(arguments: try await commands())
    func everyCommandHasAnExampleAndItsExitStatuses(command: String) async throws {
        let run = try await RelayRun(command, "--help")
        #expect(run.status == 0)
        let example = try #require(run.output.components(separatedBy: "EXAMPLE:\n").last)
        let lines = example.components(separatedBy: "\n\n")[0].split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("  relay \(command) ") })
        // A line that has been wrapped cannot be pasted.
        #expect(lines.allSatisfy { $0.hasPrefix("  ") }, "\(example)")
        #expect(run.output.contains("EXIT STATUS:"))
        #expect(run.talk.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScripts(shell: String) async throws {
        let run = try await RelayRun("--generate-completion-script", shell)
        #expect(run.status == 0)
        for command in try await Self.commands() { #expect(run.output.contains(command)) }
    }

    /// ArgumentParser by itself would end with 64.
    @Test(arguments: [
        (["--no-such-option"], "Unknown option '--no-such-option'"),
        (["test-pattern", "--formt", "json"], "Did you mean '--format'?"),
        (["test-pattern", "--format", "xml"], "The value 'xml' is invalid"),
        (["test-pattern", "--format"], "Missing value for '--format"),
        (["tset-pattern"], "there is no command 'tset-pattern'; did you mean 'test-pattern'?"),
        (["xyzzy"], "there is no command 'xyzzy'."),
    ])
    func wrongArguments(arguments: [String], message: String) async throws {
        let run = try await RelayRun(arguments: arguments)
        #expect(run.status == 2)
        #expect(run.talk.hasPrefix("relay: "))
        #expect(run.talk.contains(message))
        #expect(run.output.isEmpty)
    }

    @Test func aClosedPipeIsNoError() async throws {
        // The reader is gone before relay writes: `exec` waits for it.
        let script = #"exec 3>&1; { sleep 0.2; "$0" --help; echo "status $?" >&3; } | true"#
        let run = try await RelayRun(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", script, Project.relay.path])
        #expect(run.output == "status 0\n")
        #expect(run.talk.isEmpty)
    }

    @Test func aFullDiskIsAnError() async throws {
        let script = #""$0" --help > /dev/full"#
        let run = try await RelayRun(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", script, Project.relay.path])
        #expect(run.status == 2)
        #expect(run.talk == "relay: cannot write standard output: No space left on device\n")
    }
}
