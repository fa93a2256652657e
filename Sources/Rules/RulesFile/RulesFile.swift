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
