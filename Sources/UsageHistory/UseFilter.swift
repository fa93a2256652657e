public import Alerts
public import CloudTrail
import TextFormats

/// Which role uses a look back is about. What is empty, or nil, does not narrow.
public struct UseFilter: Hashable, Sendable {
    public var roles: [String] = []
    public var people: [String] = []
    public var accounts: [String] = []
    public var outcome: RoleUse.Outcome?

    public init() {}

    /// Whether each part that narrows holds; names count byte by byte.
    public func holds(_ use: LedgerUse) -> Bool {
        (roles.isEmpty || roles.containsBytes(of: use.role))
            && (people.isEmpty || people.containsBytes(of: use.who))
            && (accounts.isEmpty || accounts.containsBytes(of: use.account))
            && outcome.map { $0 == use.outcome } ?? true
    }
}
