public import ConfigDocument
public import Diagnostics
import TextFormats

/// A rules file as values: what to watch for, what to send, and where.
///
/// ```swift
/// let (file, problems) = RulesFile.load(SourceText(name: "relay.yaml", bytes: bytes))
/// ```
///
/// Everything in it has been checked: names refer to what exists, patterns and templates are compiled, numbers are
/// within EventBridge's limits. Secrets are references, which nothing here resolves.
public struct RulesFile: Sendable {
    /// The file's text, its secrets redacted.
    public let source: SourceText
    /// Each in the order of the file.
    public let accounts: [Account]
    /// How requests are authorised, in the order of the file.
    public let connections: [Connection]
    /// Where requests go, in the order of the file.
    public let apiDestinations: [APIDestination]
    /// What to watch for, in the order of the file; disabled rules are included.
    public let rules: [Rule]
    /// What `relay test` runs, in the order of the file.
    public let tests: [RuleTest]
    /// How `relay serve` takes events in.
    public let server: ServerSettings
    /// Where relay keeps deliveries and role uses.
    public let store: StoreSettings
    /// Nil where every use has a message of its own, however many there are.
    public let stormControl: StormControl?
    /// What fire drills must achieve.
    public let drill: DrillSettings

    /// The account of a number, compared byte by byte.
    public func account(_ id: String) -> Account? { accounts.first { $0.id.hasBytes(of: id) } }

    /// The connection of a name, compared byte by byte.
    public func connection(_ name: String) -> Connection? {
        connections.first { $0.name.hasBytes(of: name) }
    }

    /// The API destination of a name, compared byte by byte.
    public func apiDestination(_ name: String) -> APIDestination? {
        apiDestinations.first { $0.name.hasBytes(of: name) }
    }

    /// The rule of a name, compared byte by byte.
    public func rule(_ name: String) -> Rule? { rules.first { $0.name.hasBytes(of: name) } }
}

/// An AWS account and its name for people.
public struct Account: Hashable, Sendable {
    /// 12 digits.
    public let id: String
    /// The name that messages show; one line of at most 64 characters.
    public let name: String
    /// Such as `production`; shown in messages so that one account is not mistaken for another.
    public let environment: String?
    /// What a reader of an alert should know about the account; at most 512 characters.
    public let note: String?
}

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
