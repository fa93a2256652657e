public import CloudTrail

/// An event of an archive that some rule matches.
public struct ReplayMatch: Sendable {
    /// The event in its envelope, on one line.
    public let event: [UInt8]
    /// The rules that match it, as indices into the replay's patterns, ascending.
    public let rules: [Int]
    /// Nil when it is not somebody's taking up a role.
    public let use: RoleUse?
    public let path: String
    /// How many records of the file came before it.
    public let index: Int

    public init(event: [UInt8], rules: [Int], use: RoleUse?, path: String, index: Int) {
        (self.event, self.rules, self.use, self.path, self.index) = (event, rules, use, path, index)
    }
}
