internal import ArgumentParser
internal import CloudTrail
internal import TextFormats

/// A day, `2026-03-01`, or a time in UTC, `2026-03-01T09:30Z`, as options such as `--from` and `--since` take it.
struct DayOrTime: Hashable, Sendable {
    /// How the help shows the form.
    static let valueName = "YYYY-MM-DD[THH:MM[:SS]Z]"

    /// The beginning of the day, or the time: `YYYY-MM-DDTHH:MM:SSZ`.
    let start: String
    /// The end of the day, which is the beginning of the next one, or the time.
    let end: String

    /// Nil for a text that has neither form.
    init?(_ text: String) {
        guard let day = CalendarDay(text) else { return nil }
        let rest = text.dropFirst(10)
        guard !rest.isEmpty else {
            (start, end) = ("\(day)T00:00:00Z", "\(day.advanced(by: 1))T00:00:00Z")
            return
        }
        guard rest.first == "T", rest.last == "Z" else { return nil }
        let parts = rest.dropFirst().dropLast().split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        for (part, limit) in zip(parts, [24, 60, 60]) {
            guard part.utf8.count == 2, part.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                Int(part).map({ $0 < limit }) == true
            else { return nil }
        }
        start = "\(day)T\(parts.joined(separator: ":"))\(parts.count == 2 ? ":00" : "")Z"
        end = start
    }

    /// An option by its name, and what it was given, if anything.
    typealias Option = (name: String, text: String?)

    /// Refuses options that have neither form, and two between which there is no time.
    static func validate(from: Option, to: Option) throws {
        guard let earliest = try parse(from)?.start, let latest = try parse(to)?.end, earliest >= latest else { return }
        throw ValidationError(
            "'\(from.name) \(from.text ?? "")' does not lie before '\(to.name) \(to.text ?? "")': no time is left.")
    }

    private static func parse(_ option: Option) throws -> DayOrTime? {
        guard let text = option.text else { return nil }
        guard let value = Self(text) else {
            throw ValidationError(
                "'\(option.name) \(text.printable)': expected a day such as 2026-03-01 or a time such as "
                    + "2026-03-01T09:30Z.")
        }
        return value
    }
}
