internal import ArgumentParser
internal import ConfigDocument
internal import Diagnostics
internal import JSONText
internal import Rules
internal import RulesCheck

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
              relay check --secrets

            JSON: {"file": …, "ok": true|false, "problems": [{"severity": "error"|"warning"|"note", "code", "message", \
            "help", "file", "line", "column", "endLine", "endColumn"}], "secrets": [{"reference", "found": true|false, \
            "reason"}]}; "help", "reason" and, without --secrets, "secrets" may be missing; columns count UTF-16 units \
            from 1.

            EXIT STATUS:
              0  the file can be used
              1  it has errors, or warnings with --strict, or with --secrets one cannot be looked up
              2  could not tell
            """)

    @OptionGroup var config: ConfigOption
    @OptionGroup var output: FormatOption

    @Flag(help: "Print the JSON Schema of rules files, for editors, and check nothing.")
    var schema = false

    @Flag(help: "Let warnings count as errors.")
    var strict = false

    @Flag(help: "Look up every secret that the file refers to, and show none.")
    var secrets = false

    func run(on console: Console) async throws -> ExitStatus {
        if schema {
            try console.write(RulesFile.jsonSchema.utf8)
            return .yes
        }
        let check = RulesFileCheck(try config.source())
        let lookup =
            secrets ? SecretLookup(check.file?.secretReferences ?? [], in: ProcessSecrets(config: config)) : nil
        switch output.format {
        case .text: try print(check, lookup, on: console)
        case .json: try console.line(json(of: check, lookup))
        }
        let isRefused = check.count(of: .error) > 0 || strict && check.count(of: .warning) > 0
        return isRefused || lookup?.isComplete == false ? .no : .yes
    }

    private func print(_ check: RulesFileCheck, _ lookup: SecretLookup?, on console: Console) throws {
        for problem in check.problems { try console.line(problem.text(in: console.style)) }
        // Of a file with errors it is not known what it refers to.
        if check.file != nil { for line in lookup?.lines(in: console.style) ?? [] { try console.line(line) } }
        try console.line("\(config.path.printable): \(check.summary)")
    }

    private func json(of check: RulesFileCheck, _ lookup: SecretLookup?) -> String {
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
        var report = JSONMembers()
        report.add("file", config.path)
        report.add("ok", check.count(of: .error) == 0)
        report.add("problems", json: "[\(problems.joined(separator: ","))]")
        if let lookup { report.add("secrets", lookup.json) }
        return report.text
    }
}
