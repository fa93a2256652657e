import CloudTrail

extension RoleUsage {
    /// What `<relay.usage>` says: `3rd use this quarter, last 12 Oct by bob ▁▁▃`.
    public var sentence: String {
        var text = "\(Self.ordinal(ordinal)) use this quarter"
        if let previous {
            text += ", last \(Self.date(of: previous.time, seenFrom: time)) by \(previous.who)"
        } else {
            text += ", the first on record"
        }
        return weeks.isEmpty ? text : "\(text) \(Self.spark(weeks))"
    }

    /// Eight heights of a block for the share of the largest number; none at all is the lowest.
    ///
    /// - Parameter counts: none negative.
    public static func spark(_ counts: [Int]) -> String {
        let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let most = max(1, counts.max() ?? 1)
        return String(counts.map { heights[$0 * (heights.count - 1) / most] })
    }

    private static func ordinal(_ number: Int) -> String {
        let suffix =
            switch (number % 100, number % 10) {
            case (11...13, _): "th"
            case (_, 1): "st"
            case (_, 2): "nd"
            case (_, 3): "rd"
            default: "th"
            }
        return "\(number)\(suffix)"
    }

    /// `12 Oct`, with the year where it is another.
    private static func date(of time: Timestamp, seenFrom now: Timestamp) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = time.day.description.split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1), let day = Int(parts[2])
        else { return time.day.description }
        let isSameYear = now.day.description.utf8.starts(with: parts[0].utf8)
        return "\(day) \(months[month - 1])\(isSameYear ? "" : " \(parts[0])")"
    }
}
