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
    public let connections: [Connection]
    public let apiDestinations: [APIDestination]
    public let rules: [Rule]
    public let tests: [RuleTest]
    public let server: ServerSettings
    public let store: StoreSettings
    /// Nil where every use has a message of its own, however many there are.
    public let stormControl: StormControl?
    public let drill: DrillSettings

    public func account(_ id: String) -> Account? { accounts.first { $0.id.hasBytes(of: id) } }

    public func connection(_ name: String) -> Connection? {
        connections.first { $0.name.hasBytes(of: name) }
    }

    public func apiDestination(_ name: String) -> APIDestination? {
        apiDestinations.first { $0.name.hasBytes(of: name) }
    }

    public func rule(_ name: String) -> Rule? { rules.first { $0.name.hasBytes(of: name) } }
}
