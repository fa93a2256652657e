import TextFormats

/// Which part of an archive a replay looks at.
///
/// Files whose key says that they cannot hold what is asked for are not opened. Times are compared as ISO 8601 text in
/// UTC, whose order is that of time.
public struct ReplaySelection: Hashable, Sendable {
    /// From this time on, `YYYY-MM-DDTHH:MM:SSZ`, by the events' own time.
    public let from: String?
    /// Before this time.
    public let to: String?
    /// Twelve-digit account numbers; empty for all.
    public let accounts: Set<String>
    public let regions: Set<String>
    /// The minutes of delivery between which a file may hold what is asked for.
    private let earliestDelivery: Int?
    private let latestDelivery: Int?

    public init(from: String? = nil, to: String? = nil, accounts: Set<String> = [], regions: Set<String> = []) {
        (self.from, self.to, self.accounts, self.regions) = (from, to, accounts, regions)
        // A file holds what came before its delivery, so one delivered before `from` is too old, to the minute.
        earliestDelivery = from.flatMap(LogFileKey.minute)
        latestDelivery = to.flatMap(CalendarDay.init).flatMap { day in
            LogFileKey.minute(ofTime: "\(day.advanced(by: Self.latenessDays))T23:59")
        }
    }

    /// How long after an event its file may still arrive. CloudTrail says five minutes on average and promises nothing;
    /// after an outage records have come a day late.
    public static let latenessDays = 2

    /// Whether a file may hold events of the selection.
    public func mayHold(_ key: LogFileKey) -> Bool {
        if !accounts.isEmpty, !accounts.contains(key.account) { return false }
        if !regions.isEmpty, !regions.contains(key.region) { return false }
        guard let delivered = key.deliveryMinute else { return true }
        if let earliestDelivery, delivered < earliestDelivery { return false }
        if let latestDelivery, delivered > latestDelivery { return false }
        return true
    }

    /// Whether an event lies within the times asked for.
    public func holds(time: String?) -> Bool {
        guard from != nil || to != nil else { return true }
        guard let time else { return false }
        if let from, time < from { return false }
        if let to, time >= to { return false }
        return true
    }

    /// Whether an event comes from an account and Region asked for.
    public func holds(account: String?, region: String?) -> Bool {
        (accounts.isEmpty || account.map(accounts.contains) ?? false)
            && (regions.isEmpty || region.map(regions.contains) ?? false)
    }
}
