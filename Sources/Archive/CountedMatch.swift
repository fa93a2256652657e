public import CloudTrail

/// What is counted of an event that some rule matches, where nobody wants the event itself.
public struct CountedMatch: Sendable {
    /// The rules that match, as ascending indices into the replay's patterns.
    public let rules: [Int]
    /// The role use that the event records; nil where it records none.
    public let use: CountedUse?

    /// About how much memory one takes, in bytes, the texts of the use included.
    static let memoryBytes = 250
}
