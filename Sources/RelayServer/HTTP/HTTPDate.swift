import CloudTrail
import RelayCore
import Synchronization

/// The `Date` header (RFC 9110, section 5.6.7): written once for each second. AWS's clients set their clocks by it.
final class HTTPDate: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((.min, ""))

    func text(at moment: Timestamp) -> String {
        let second = moment.milliseconds / 1_000
        return last.withLock { last in
            if last.second != second { last = (second, Self.format(moment)) }
            return last.text
        }
    }

    /// `Mon, 02 Mar 2026 09:14:07 GMT`.
    private static func format(_ moment: Timestamp) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // The first day of 1970 was a Thursday.
        let weekday = days[(moment.day.number % 7 + 7) % 7]
        let text = moment.secondsText
        let date = text.utf8.split(separator: UInt8(ascii: "T")).map { String(decoding: $0, as: UTF8.self) }
        let parts = date.first?.split(separator: "-") ?? []
        guard date.count == 2, parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1) else {
            return ""
        }
        return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) \(date[1].dropLast()) GMT"
    }
}
