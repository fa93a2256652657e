import TextFormats

extension RoleUsage {
    /// What `<relay.usage>` says: `3rd use this quarter, last 12 Oct by bob. ▁▁▁▁▁▃▁▁▁▁▁█`
    ///
    /// The blocks are uses a week, this one's week last. They stand outside the sentence, so that what follows in a
    /// message begins a new one.
    public var sentence: String {
        var text = "\(Self.ordinal(ordinal)) use this quarter, "
        if let previous {
            text += "last \(Self.date(of: previous.time, seenFrom: time)) by \(Self.shortened(previous.who))."
        } else {
            text += "the first on record."
        }
        // With one use in all there is nothing to compare.
        return weeks.reduce(0, { $0 + min($1, 2) }) < 2 ? text : "\(text) \(Self.spark(weeks))"
    }

    /// How long a name may be in the sentence. IAM's have at most 64 characters; what is longer is cut.
    public static let nameCharactersLimit = 100

    /// Eight heights of a block for the share of the largest number. Only none at all is the lowest: a single use beside
    /// hundreds must show.
    public static func spark(_ counts: [Int]) -> String {
        let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let most = max(1, counts.max() ?? 1)
        return String(
            counts.map { count in
                guard count > 0 else { return heights[0] }
                let share = Double(count) / Double(most)
                return heights[min(heights.count - 1, max(1, Int((share * Double(heights.count - 1)).rounded())))]
            })
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
        let day = time.day
        let year = day.year == now.day.year ? "" : " \(day.year)"
        return "\(day.dayOfMonth) \(day.monthName)\(year)"
    }

    private static func shortened(_ name: String) -> String {
        name.count > nameCharactersLimit ? "\(name.prefix(nameCharactersLimit - 1))…" : name
    }
}
