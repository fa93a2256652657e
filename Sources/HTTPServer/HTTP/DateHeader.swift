import Synchronization
import TextFormats

/// The text of the `Date` header, written once for each second. AWS's clients set their clocks by it.
final class DateHeader: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((.min, ""))

    func text(at moment: Timestamp) -> String {
        let second = moment.milliseconds / 1_000
        return last.withLock { last in
            if last.second != second { last = (second, HTTPDate.text(of: moment)) }
            return last.text
        }
    }
}
