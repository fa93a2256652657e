import Alerts
import CloudTrail
public import TextFormats

/// How often roles were used, and when first and last.
public struct UseTotal: Hashable, Sendable {
    public private(set) var allowed = 0
    public private(set) var denied = 0
    /// Nil when there was no use.
    public private(set) var first: Timestamp?
    public private(set) var last: Timestamp?

    public init() {}

    public var all: Int { allowed + denied }

    mutating func add(_ use: LedgerUse) {
        switch use.outcome {
        case .allowed: allowed += 1
        case .denied: denied += 1
        }
        first = first.map { min($0, use.time) } ?? use.time
        last = last.map { max($0, use.time) } ?? use.time
    }

    mutating func add(_ other: Self) {
        allowed += other.allowed
        denied += other.denied
        first = [first, other.first].compactMap { $0 }.min()
        last = [last, other.last].compactMap { $0 }.max()
    }
}
