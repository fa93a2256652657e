import TextFormats

/// Which part of an archive a replay looks at.
///
/// Files whose key says that they cannot hold what is asked for are not opened, and folders of CloudTrail's layout that
/// cannot are not listed. Times are compared as ISO 8601 text in UTC, whose order is that of time.
public struct ReplaySelection: Hashable, Sendable {
    /// From this time on, `YYYY-MM-DDTHH:MM:SSZ`, by the events' own time.
    public let from: String?
    /// Before this time.
    public let to: String?
    /// Twelve-digit account numbers; empty for all.
    public let accounts: Set<String>
    /// Regions such as `eu-west-1`; empty for all.
    public let regions: Set<String>
    /// The minutes of delivery between which a file may hold what is asked for.
    private let earliestDelivery: Int?
    private let latestDelivery: Int?
    /// The days of delivery between which a folder may hold what is asked for.
    private let earliestFolder: CalendarDay?
    private let latestFolder: CalendarDay?

    /// - Parameters:
    ///   - from: ``from``; nil for no earliest time.
    ///   - to: ``to``; nil for no latest time.
    ///   - accounts: ``accounts``.
    ///   - regions: ``regions``.
    public init(from: String? = nil, to: String? = nil, accounts: Set<String> = [], regions: Set<String> = []) {
        (self.from, self.to, self.accounts, self.regions) = (from, to, accounts, regions)
        // A file holds what came before its delivery, so one delivered before `from` is too old, to the minute.
        earliestDelivery = from.flatMap(LogFileKey.minute)
        let latest = to.flatMap(CalendarDay.init)?.advanced(by: Self.latenessDays)
        latestDelivery = latest.flatMap { LogFileKey.minute(ofTime: "\($0)T23:59") }
        earliestFolder = from.flatMap(CalendarDay.init)?.advanced(by: -Self.folderSlackDays)
        latestFolder = latest?.advanced(by: Self.folderSlackDays)
    }

    /// How long after an event its file may still arrive. CloudTrail says five minutes on average and promises nothing;
    /// after an outage records have come a day late.
    public static let latenessDays = 2
    /// How many days a folder may differ from the days of its files' delivery: tools that copy archives may sort them by
    /// local time.
    public static let folderSlackDays = 1

    /// Whether files under a folder, or under the prefix of some keys, may hold events of the selection. True for all
    /// that is not of CloudTrail's layout.
    public func mayHold(prefix: String) -> Bool {
        guard earliestFolder != nil || latestFolder != nil || !accounts.isEmpty || !regions.isEmpty,
            let folder = LogFolderKey(path: prefix)
        else { return true }
        if !accounts.isEmpty, !accounts.contains(folder.account) { return false }
        if !regions.isEmpty, let region = folder.region, !regions.contains(region) { return false }
        guard let delivered = folder.delivered else { return true }
        // A year or a month is compared with the year or month of the day.
        func precedes(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
            left.utf8.prefix(delivered.utf8.count).lexicographicallyPrecedes(right.utf8.prefix(delivered.utf8.count))
        }
        if let earliestFolder, precedes(delivered, earliestFolder.description) { return false }
        if let latestFolder, precedes(latestFolder.description, delivered) { return false }
        return true
    }

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
