public import Alerts
public import CloudTrail
import TextFormats

/// Selects the role uses of a report. An empty or nil property selects all.
public struct UseFilter: Hashable, Sendable {
    /// Names of roles; empty: all.
    public var roles: [String] = []
    /// Who took up the role, as the ledger has it; empty: everybody.
    public var people: [String] = []
    /// Numbers of the roles' accounts; empty: all.
    public var accounts: [String] = []
    /// Nil: both.
    public var outcome: RoleUse.Outcome?

    /// A filter that lets every use through.
    public init() {}

    /// Whether a use is selected by every property; names are compared byte by byte.
    public func holds(_ use: LedgerUse) -> Bool {
        (roles.isEmpty || roles.containsBytes(of: use.role))
            && (people.isEmpty || people.containsBytes(of: use.who))
            && (accounts.isEmpty || accounts.containsBytes(of: use.account))
            && outcome.map { $0 == use.outcome } ?? true
    }
}
