import Alerts
import GRDB
import TextFormats

extension UseTable {
    /// How often a role had been used by the time of one use of it, that use counted.
    ///
    /// Days are summed from the counts of days, and what came later on the same day is taken off: that is next to
    /// nothing for a use that has just happened, however busy the role is.
    static func usage(at use: LedgerUse, in database: Database) throws -> RoleUsage {
        let today = use.time.day
        let firstWeekDay = today.advanced(by: 1 - 7 * RoleUsage.weekCount)
        let quarterDay = today.firstOfQuarter
        let later = try laterUses(onDayOf: use, in: database)
        var usage = RoleUsage(
            time: use.time, ordinal: -later, previous: try previous(to: use, in: database),
            weeks: Array(repeating: 0, count: RoleUsage.weekCount))
        let days = try database.all(
            "SELECT day, uses FROM role_use_day WHERE role = ? AND account = ? AND day BETWEEN ? AND ?",
            [
                StoredText(use.role), StoredText(use.account), min(firstWeekDay, quarterDay).number, today.number,
            ]
        ) { (day: CalendarDay(number: try $0.count("day")), uses: try $0.count("uses")) }
        for (day, uses) in days {
            if day >= quarterDay { usage.ordinal += uses }
            if day >= firstWeekDay { usage.weeks[firstWeekDay.distance(to: day) / 7] += uses }
        }
        usage.weeks[RoleUsage.weekCount - 1] -= later
        return usage
    }

    /// How many uses of the role came in live since a moment, and before this one: those on record but itself.
    static func recentUses(before use: LedgerUse, since moment: Timestamp, in database: Database) throws -> Int {
        Int(
            try database.number(
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM role_use
                    WHERE role = ? AND account = ? AND origin = 'live' AND received_at >= ? AND id <> ? LIMIT ?)
                """,
                [
                    StoredText(use.role), StoredText(use.account), moment.milliseconds, use.id,
                    LedgerContext.recentUsesLimit,
                ]))
    }

    private static func laterUses(onDayOf use: LedgerUse, in database: Database) throws -> Int {
        Int(
            try database.number(
                """
                SELECT count(*) FROM role_use
                WHERE role = ? AND account = ? AND time >= ? AND time < ? AND (time, id) > (?, ?)
                """,
                [
                    StoredText(use.role), StoredText(use.account), use.time.milliseconds,
                    use.time.day.advanced(by: 1).start.milliseconds, use.time.milliseconds, use.id,
                ]))
    }

    private static func previous(to use: LedgerUse, in database: Database) throws -> RoleUsage.Previous? {
        try database.first(
            """
            SELECT time, who FROM role_use WHERE role = ? AND account = ? AND time <= ? AND (time, id) < (?, ?)
            ORDER BY time DESC, id DESC LIMIT 1
            """,
            [
                StoredText(use.role), StoredText(use.account), use.time.milliseconds, use.time.milliseconds, use.id,
            ]
        ).map { RoleUsage.Previous(time: try $0.time("time"), who: try $0.text("who")) }
    }
}
