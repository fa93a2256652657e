import CloudTrail
import Outbox

/// Decides which roles have series of their own, since no monitoring system can hold any number of series.
///
/// A caller can be denied a role whose name it made up, so the number of names has no bound. The roles that were used
/// most often have series of their own; the others share one, called ``other``. When a role overtakes another, both
/// series jump; that needs more than ``rolesLimit`` roles.
struct BoundedRoles {
    /// How many roles, each in its account, have a series of their own.
    static let rolesLimit = 200
    /// The label of all other roles, and of their accounts.
    static let other = CounterKey.others

    private struct Role: Hashable {
        let name: [UInt8]
        let account: [UInt8]

        init(_ name: String, _ account: String) {
            self.name = Array(CounterKey.bounded(name).utf8)
            self.account = Array(CounterKey.bounded(account).utf8)
        }

        func precedes(_ other: Self) -> Bool {
            [name, account].lexicographicallyPrecedes([other.name, other.account]) { $0.lexicographicallyPrecedes($1) }
        }
    }

    private struct Uses {
        var allowed: Int64 = 0
        var all: Int64 = 0
    }

    private let ownSeries: Set<Role>

    init(_ counts: [Counter]) {
        var uses: [Role: Uses] = [:]
        for count in counts {
            guard case .roleUse(let name, let account, let outcome) = count.key else { continue }
            let role = Role(name, account)
            uses[role, default: Uses()].all.add(count.value)
            if outcome == RoleUse.Outcome.allowed.rawValue { uses[role]?.allowed.add(count.value) }
        }
        // Allowed uses count first: many denied uses of made-up names must not displace a role that is really used.
        let ranked = uses.sorted { left, right in
            let (mine, others) = ((left.value.allowed, left.value.all), (right.value.allowed, right.value.all))
            return mine == others ? left.key.precedes(right.key) : mine > others
        }
        ownSeries = Set(ranked.prefix(Self.rolesLimit).map(\.key))
    }

    /// The labels of the series in which a role's uses are counted.
    func labels(role name: String, account: String) -> (role: String, account: String) {
        let role = Role(name, account)
        guard ownSeries.contains(role) else { return (Self.other, Self.other) }
        return (String(decoding: role.name, as: UTF8.self), String(decoding: role.account, as: UTF8.self))
    }
}
