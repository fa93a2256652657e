import Alerts
import GRDB
import TextFormats

extension UseTable {
    /// Days are summed from the counts of days, and what came later on the same day is counted by itself: that is next
    /// to nothing for a use that has just happened, however busy the role is.
    static func history(at point: UsePoint, in database: Database) throws -> RoleHistory {
        RoleHistory(
            version: try version(of: point.role, in: database), days: try days(before: point, in: database),
            laterThatDay: try laterUses(than: point, in: database), previous: try previous(to: point, in: database),
            recent: try recentUses(before: point, in: database))
    }

    static func version(of role: RoleKey, in database: Database) throws -> Int64 {
        try database.number(
            "SELECT version FROM role_version WHERE role = ? AND account = ?",
            [StoredText(role.role), StoredText(role.account)])
    }

    private static func days(before point: UsePoint, in database: Database) throws -> [CalendarDay: Int] {
        let rows = try database.all(
            "SELECT day, uses FROM role_use_day WHERE role = ? AND account = ? AND day BETWEEN ? AND ?",
            [
                StoredText(point.role.role), StoredText(point.role.account), point.firstDay.number, point.day.number,
            ]
        ) { (CalendarDay(number: try $0.get("day")), try $0.get("uses") as Int) }
        var days = Dictionary(uniqueKeysWithValues: rows)
        // The point's own use is on record, and is not to be counted.
        if let own = point.recorded, own.roleKey == point.role { days[own.time.day]? -= 1 }
        return days
    }

    /// Live uses with the point's outcome, by the targets where they were announced.
    private static func recentUses(
        before point: UsePoint, in database: Database
    ) throws -> [RuleTarget: RecentUses] {
        guard let lookBack = point.lookBack else { return [:] }
        var recent: [RuleTarget: RecentUses] = [:]
        for target in lookBack.targets {
            let count = try count(
                "", [], limit: lookBack.usesLimit, announcedAt: target, within: lookBack.window, before: point,
                in: database)
            guard count > 0 else { continue }
            let own = try self.count(
                "AND who = ? AND is_folded = 0", [StoredText(point.use.who)], limit: 1, announcedAt: target,
                within: lookBack.window, before: point, in: database)
            recent[target] = RecentUses(count: count, includesPerson: own > 0)
        }
        return recent
    }

    /// - Parameter condition: What else must hold of a use or its announcement.
    private static func count(
        _ condition: String, _ arguments: StatementArguments, limit: Int, announcedAt target: RuleTarget,
        within window: ClosedRange<Timestamp>, before point: UsePoint, in database: Database
    ) throws -> Int {
        Int(
            try database.number(
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM role_use CROSS JOIN announcement ON announcement.role_use = role_use.id
                    WHERE role = ? AND account = ? AND outcome = ? AND origin = 'live'
                        AND received_at BETWEEN ? AND ? AND role_use.id <> ? AND rule = ? AND target = ? \(condition) LIMIT ?)
                """,
                [
                    StoredText(point.role.role), StoredText(point.role.account), Stored(point.use.outcome),
                    Stored(window.lowerBound), Stored(window.upperBound), point.id, StoredText(target.rule),
                    StoredText(target.target ?? ""),
                ] + arguments + [limit]))
    }

    private static func laterUses(than point: UsePoint, in database: Database) throws -> Int {
        let time = point.use.time
        return Int(
            try database.number(
                """
                SELECT count(*) FROM role_use
                WHERE role = ? AND account = ? AND time >= ? AND time < ? AND (time, id) > (?, ?) AND id <> ?
                """,
                [
                    StoredText(point.role.role), StoredText(point.role.account), time.milliseconds,
                    time.day.advanced(by: 1).start.milliseconds, time.milliseconds, point.id, point.id,
                ]))
    }

    private static func previous(to point: UsePoint, in database: Database) throws -> RoleUsage.Previous? {
        let time = point.use.time
        return try database.first(
            """
            SELECT time, who FROM role_use
            WHERE role = ? AND account = ? AND time <= ? AND (time, id) < (?, ?) AND id <> ?
            ORDER BY time DESC, id DESC LIMIT 1
            """,
            [
                StoredText(point.role.role), StoredText(point.role.account), time.milliseconds, time.milliseconds,
                point.id, point.id,
            ]
        ).map { RoleUsage.Previous(time: try $0.get("time"), who: try $0.text("who")) }
    }
}
