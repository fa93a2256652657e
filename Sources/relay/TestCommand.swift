internal import ArgumentParser
internal import JSONText
internal import Outbox
internal import Rules
internal import RulesCheck

/// `relay test`.
struct TestCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests of a rules file.",
        discussion: """
            A test gives events, the rules that must match each of them (and no others), and if it likes what targets \
            must send. A failed test says which rules matched and should not have, which did not and why, and how a \
            body differs. Paths of events are relative to the rules file.

            EXAMPLE:
              relay test --config relay.yaml

            JSON: {"file": …, "passed": n, "failed": n, "tests": [{"name", "passed": true|false, "failures": \
            [{"event", "message"}]}]}; "event" may be missing.

            EXIT STATUS:
              0  every test passed
              1  a test failed
              2  could not tell: the rules file is wrong, or an event's file cannot be read
            """)

    @OptionGroup var config: ConfigOption
    @OptionGroup var output: FormatOption

    @Option(help: ArgumentHelp("Run only tests whose name contains this.", valueName: "text"))
    var filter: String?

    /// One test that was run.
    private struct Verdict {
        let name: String
        let failures: [RuleTestFailure]
    }

    func run(on console: Console) async throws -> ExitStatus {
        let file = try config.loadRules(on: console)
        let tests = file.tests.filter { test in filter.map { test.name.contains($0) } ?? true }
        guard !tests.isEmpty else {
            let reason = file.tests.isEmpty ? "has no tests" : "has no test whose name contains '\(filter ?? "")'"
            console.note("relay: \(config.path.printable) \(reason.printable)")
            return .unknown
        }
        let run = RuleTestRun(file)
        var verdicts: [Verdict] = []
        for test in tests {
            verdicts.append(Verdict(name: test.name, failures: run.failures(of: test, events: try events(of: test))))
        }
        switch output.format {
        case .text: try print(verdicts, on: console)
        case .json: try console.line(json(of: verdicts))
        }
        return verdicts.allSatisfy(\.failures.isEmpty) ? .yes : .no
    }

    private func events(of test: RuleTest) throws -> [RuleTestRun.Event] {
        var events: [RuleTestRun.Event] = []
        for (index, event) in test.events.enumerated() {
            switch event {
            case .file(let path):
                let reader = EventReader(try InputFile.bytes(at: config.resolved(path)))
                if let fault = reader.faults.first { throw TestEventError(path: path, fault: fault) }
                events += named(reader.events, path)
            case .inline(let bytes):
                let name = test.events.count == 1 ? "its event" : "event \(index + 1)"
                events += named(EventReader(bytes).events, name)
            }
        }
        return events
    }

    private func named(_ events: [[UInt8]], _ name: String) -> [RuleTestRun.Event] {
        events.enumerated().map { index, bytes in
            RuleTestRun.Event(name: events.count == 1 ? name : "\(name), record \(index + 1)", bytes: bytes)
        }
    }

}

// MARK: - Reports

extension TestCommand {
    private func print(_ verdicts: [Verdict], on console: Console) throws {
        let style = console.style
        for verdict in verdicts {
            let mark = verdict.failures.isEmpty ? style(.green, "ok  ") : style(.red, "FAIL")
            try console.line("\(mark)  \(verdict.name.printable)")
            for line in verdict.failures.flatMap({ "\($0)".split(separator: "\n", omittingEmptySubsequences: false) }) {
                try console.line("      \(colored(String(line).printable, style))")
            }
        }
        let failed = verdicts.count { !$0.failures.isEmpty }
        let passed = verdicts.count - failed
        try console.line("\(config.path.printable): \(passed) passed\(failed > 0 ? ", \(failed) failed" : "")")
    }

    /// What was wanted in green, what was found in red, as in a diff of what should be against what is.
    private func colored(_ line: String, _ style: TextStyle) -> String {
        if line.hasPrefix("  - ") { return style(.green, line) }
        return line.hasPrefix("  + ") ? style(.red, line) : line
    }

    private func json(of verdicts: [Verdict]) -> String {
        let tests = verdicts.map { verdict in
            let failures = verdict.failures.map { failure in
                let event = failure.event.map { "\"event\":\(JSONString.quoted($0))," } ?? ""
                return "{\(event)\"message\":\(JSONString.quoted(failure.message))}"
            }
            let name = JSONString.quoted(verdict.name)
            let list = failures.joined(separator: ",")
            return "{\"name\":\(name),\"passed\":\(verdict.failures.isEmpty),\"failures\":[\(list)]}"
        }
        let failed = verdicts.count { !$0.failures.isEmpty }
        let counts = "\"passed\":\(verdicts.count - failed),\"failed\":\(failed)"
        return "{\"file\":\(JSONString.quoted(config.path)),\(counts),\"tests\":[\(tests.joined(separator: ","))]}"
    }
}

/// An event's file of a test that holds something else.
struct TestEventError: Error, Hashable, CustomStringConvertible {
    let path: String
    let fault: String

    var description: String { "\(path.printable): \(fault.printable)" }
}
