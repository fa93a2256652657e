internal import ArgumentParser
internal import Diagnostics
internal import JSONText
internal import RelayCore

/// `relay check`.
struct CheckCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with a rules file, and what in it will silently never happen.",
        discussion: """
            Errors keep the file from being used. Warnings are about rules that load and probably do not do what was \
            meant: a role's ARN in the wrong form, a value that no event has, a message that Slack would refuse. Notes \
            say what works in relay only.

            WARNED OF:
            \(RulesFileCheck.warnings.map { "  \($0)" }.joined(separator: "\n"))

            EXAMPLE:
              relay check --config relay.yaml
              relay check --schema > relay.schema.json

            JSON: {"file": …, "ok": true|false, "problems": [{"severity": "error"|"warning"|"note", "code", "message", \
            "help", "file", "line", "column", "endLine", "endColumn"}]}; "help" may be missing, columns count UTF-16 \
            units from 1.

            EXIT STATUS:
              0  the file can be used
              1  it has errors, or warnings with --strict
              2  could not tell
            """)

    @OptionGroup var config: ConfigOption
    @OptionGroup var output: FormatOption

    @Flag(help: "Print the JSON Schema of rules files, for editors, and check nothing.")
    var schema = false

    @Flag(help: "Let warnings count as errors.")
    var strict = false

    func run(on console: Console) async throws -> ExitStatus {
        if schema {
            try console.write(JSONSchema.rulesFile.utf8)
            return .yes
        }
        let check = RulesFileCheck(try config.source())
        switch output.format {
        case .text: try print(check, on: console)
        case .json: try console.line(json(of: check))
        }
        let isRefused = check.count(of: .error) > 0 || strict && check.count(of: .warning) > 0
        return isRefused ? .no : .yes
    }

    private func print(_ check: RulesFileCheck, on console: Console) throws {
        for problem in check.problems { try console.line(problem.text(in: console.style)) }
        try console.line("\(config.path.printable): \(check.summary)")
    }

    private func json(of check: RulesFileCheck) -> String {
        let problems = check.problems.map { problem in
            let start = problem.location
            let end = problem.source.location(ofByte: problem.range.upperBound)
            var members = [
                "\"severity\":\(JSONString.quoted(problem.severity.rawValue))",
                "\"code\":\(JSONString.quoted(problem.code.rawValue))",
                "\"message\":\(JSONString.quoted(problem.message))",
            ]
            if let help = problem.help { members.append("\"help\":\(JSONString.quoted(help))") }
            members += [
                "\"file\":\(JSONString.quoted(problem.source.name))", "\"line\":\(start.line)",
                "\"column\":\(start.column)", "\"endLine\":\(end.line)", "\"endColumn\":\(end.column)",
            ]
            return "{\(members.joined(separator: ","))}"
        }
        let isFine = check.count(of: .error) == 0
        let file = JSONString.quoted(config.path)
        return "{\"file\":\(file),\"ok\":\(isFine),\"problems\":[\(problems.joined(separator: ","))]}"
    }
}
