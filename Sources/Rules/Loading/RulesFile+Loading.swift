public import ConfigDocument
public import Diagnostics

extension RulesFile {
    /// Reads a rules file, YAML or JSON, and reports everything that is wrong with it.
    ///
    /// - Returns: The file, nil if any problem is an error; and the problems in the order of the text. Secrets are
    ///   redacted in the problems' excerpts.
    public static func load(_ source: SourceText) -> (file: RulesFile?, problems: [Problem]) {
        var (file, problems) = loadPartially(source)
        problems.sort(by: Problem.precedes)
        return (problems.contains { $0.severity == .error } ? nil : file, problems)
    }

    /// Reads a rules file that may have errors.
    ///
    /// - Returns: The parts that could be read, nil when the text is neither YAML nor JSON; and the problems in no order.
    package static func loadPartially(_ source: SourceText) -> (file: RulesFile?, problems: [Problem]) {
        var problems: [Problem] = []
        let document = Document.read(source, problems: &problems)
        var file: RulesFile?
        if let document {
            var schema = SchemaCheck(source: source, secrets: SecretPattern.ranges)
            schema.check(document.root, .object(RulesFileSchema.file), name: "the file")
            problems += schema.problems
            var loader = RulesFileLoader(document: document)
            file = loader.load()
            problems += loader.problems
        }
        let shown = RulesFileRedaction.applied(to: source, document)
        return (file.map { $0.showing(shown) }, problems.map { $0.showing(shown) })
    }

    private func showing(_ source: SourceText) -> RulesFile {
        RulesFile(
            source: source, accounts: accounts, connections: connections, apiDestinations: apiDestinations,
            rules: rules, tests: tests, server: server, store: store, stormControl: stormControl, drill: drill)
    }
}

extension Problem {
    fileprivate func showing(_ source: SourceText) -> Problem {
        Problem(code, message, help: help, in: source, at: range, severity: severity)
    }
}
