import Foundation
import Testing

struct RelayCommandTests {
    /// Every subcommand that `relay --help` lists.
    static let commands: [String] = {
        guard let help = try? RelayRun("--help").output, let list = help.components(separatedBy: "SUBCOMMANDS:").last
        else { return [] }
        return list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
    }()

    @Test func versionIsData() throws {
        let run = try RelayRun("--version")
        #expect(run.status == 0)
        #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        #expect(run.talk.isEmpty)
    }

    @Test func helpNamesTheExitStatuses() throws {
        let run = try RelayRun("--help")
        #expect(run.status == 0)
        #expect(run.output.contains("EXIT STATUS:"))
        #expect(!Self.commands.isEmpty)
    }

    @Test(arguments: commands)
    func everyCommandHasAnExampleAndItsExitStatuses(command: String) throws {
        let run = try RelayRun(command, "--help")
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
    func completionScripts(shell: String) throws {
        let run = try RelayRun("--generate-completion-script", shell)
        #expect(run.status == 0)
        for command in Self.commands { #expect(run.output.contains(command)) }
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
    func wrongArguments(arguments: [String], message: String) throws {
        let run = try RelayRun(arguments: arguments)
        #expect(run.status == 2)
        #expect(run.talk.hasPrefix("relay: "))
        #expect(run.talk.contains(message))
        #expect(run.output.isEmpty)
    }

    @Test func aClosedPipeIsNoError() throws {
        // The reader is gone before relay writes: `exec` waits for it.
        let script = #"exec 3>&1; { sleep 0.2; "$0" --help; echo "status $?" >&3; } | true"#
        let run = try RelayRun(executable: URL(filePath: "/bin/sh"), arguments: ["-c", script, Project.relay.path])
        #expect(run.output == "status 0\n")
        #expect(run.talk.isEmpty)
    }

    @Test func aFullDiskIsAnError() throws {
        let script = #""$0" --help > /dev/full"#
        let run = try RelayRun(executable: URL(filePath: "/bin/sh"), arguments: ["-c", script, Project.relay.path])
        #expect(run.status == 2)
        #expect(run.talk == "relay: cannot write standard output: No space left on device\n")
    }
}
