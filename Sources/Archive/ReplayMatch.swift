public import CloudTrail
import JSONText

/// An event of an archive that some rule matches, and where it stands.
public struct ReplayMatch: Sendable {
    /// The event; its rules are indices into the replay's patterns.
    public let event: MatchedEvent
    /// The file that the event stands in.
    public let path: String
    /// How many records of the file came before it.
    public let index: Int

    /// - Parameters:
    ///   - event: ``event``.
    ///   - path: ``path``.
    ///   - index: ``index``.
    public init(event: MatchedEvent, path: String, index: Int) {
        (self.event, self.path, self.index) = (event, path, index)
    }

    /// About how much memory it takes, in bytes.
    var memoryBytes: Int { event.document.memoryBytes + Self.memoryBytesBesideDocument }

    /// The texts of the role use, the list of rules, and the struct itself.
    private static let memoryBytesBesideDocument = 400
}
