/// Role uses by role, account and outcome, of which no more are told apart than a monitoring system can bear.
///
/// Whoever is refused a role may have made its name up, so the number of names is not ours to decide. The roles that were
/// taken up most often keep a series of their own; the others are summed as ``other``. A role that overtakes another is
/// therefore seen as a jump in both, which needs more roles than ``rolesLimit``.
struct RoleUseSeries {
    /// How many roles, each in its account, have series of their own.
    static let rolesLimit = 200
    /// What the other roles are called together.
    static let other = "other"
    /// IAM's names of roles have at most 64 bytes; what is longer is cut.
    static let nameBytesLimit = 128

    private struct Role: Hashable {
        let role: [UInt8]
        let account: [UInt8]

        var order: [[UInt8]] { [role, account] }
    }

    private var uses: [Role: [String: Int64]] = [:]

    mutating func add(_ number: Int64, role: String, account: String, outcome: String) {
        uses[Role(role: Self.bounded(role), account: Self.bounded(account)), default: [:]][outcome, default: 0].add(
            number)
    }

    var family: MetricFamily {
        var series = CounterSeries(
            "relay_role_uses", help: "Role uses that came in live.", labels: ["role", "account", "outcome"])
        let ranked = uses.sorted { left, right in
            let (mine, others) = (Self.rank(left.value), Self.rank(right.value))
            return mine == others
                ? left.key.order.lexicographicallyPrecedes(right.key.order) { $0.lexicographicallyPrecedes($1) }
                : mine > others
        }
        for (place, (role, outcomes)) in ranked.enumerated() {
            for (outcome, number) in outcomes {
                if place < Self.rolesLimit {
                    series.add(
                        number, String(decoding: role.role, as: UTF8.self),
                        String(decoding: role.account, as: UTF8.self), outcome)
                } else {
                    series.add(number, Self.other, Self.other, outcome)
                }
            }
        }
        return series.family
    }

    /// By uses that were allowed, then by all: a flood of refusals must not push out a role that is really used.
    private static func rank(_ outcomes: [String: Int64]) -> (Int64, Int64) {
        (outcomes["allowed"] ?? 0, outcomes.values.reduce(into: 0) { $0.add($1) })
    }

    /// The text's first bytes, cut where a character ends.
    private static func bounded(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8.prefix(nameBytesLimit))
        while String(validating: bytes, as: UTF8.self) == nil, !bytes.isEmpty { bytes.removeLast() }
        return bytes
    }
}
