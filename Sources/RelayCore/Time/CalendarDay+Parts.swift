import CloudTrail

extension CalendarDay {
    /// From 1.
    var dayOfMonth: Int { Int(description.suffix(2)) ?? 1 }

    /// From 1.
    var month: Int { Int(description.dropLast(3).suffix(2)) ?? 1 }

    /// Without the zeros that a year before 1000 is written with.
    var year: String { String(description.dropLast(6)) }

    /// `Jan` to `Dec`.
    var monthName: String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return names.indices.contains(month - 1) ? names[month - 1] : "?"
    }

    /// When the day begins.
    var begin: Timestamp { Timestamp(milliseconds: 0) + .seconds(Int64(number) * 86_400) }
}
