/// Slack's mrkdwn parsed into styled runs of text, for showing it elsewhere.
///
/// Follows docs.slack.dev, "Formatting message text": `*bold*`, `_italic_`, `~strike~`, code spans and blocks, entities,
/// and what stands between `<` and `>`: links, mentions, dates. A sign formats when it stands at the edge of a word and
/// has its partner in the same line.
struct SlackMarkup {
    struct Style: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let bold = Style(rawValue: 1)
        static let italic = Style(rawValue: 2)
        static let strike = Style(rawValue: 4)
        static let code = Style(rawValue: 8)
        static let mention = Style(rawValue: 16)
        static let link = Style(rawValue: 32)
    }

    /// A piece of text that looks the same throughout; it may hold line ends.
    struct Run: Hashable, Sendable {
        var text: String
        var style: Style
    }

    private(set) var runs: [Run] = []
    private let characters: [Unicode.Scalar]
    private var offset = 0
    private var style: Style = []
    private var pending = ""
    /// For signs whose partner was not found: where that search ended. A later search that starts before that place
    /// finds none either, so that a text full of unclosed signs is still read in one pass.
    private var searchedInVain: [Unicode.Scalar: Int] = [:]

    init(_ text: String) {
        characters = Array(text.unicodeScalars)
        while offset < characters.count { readNext() }
        flush()
    }

    private mutating func readNext() {
        switch characters[offset] {
        case "<":
            if let end = inLine(after: offset, find: ">", where: { _ in true }), readControl(upTo: end) {
                offset = end + 1
                return
            }
        case "&":
            if let (character, length) = entity(at: offset) {
                pending.unicodeScalars.append(character)
                offset += length
                return
            }
        case "`": if readCode() { return }
        case "*": if toggle(.bold) { return }
        case "_": if toggle(.italic) { return }
        case "~": if toggle(.strike) { return }
        case "\n" where !style.isEmpty:
            // No format goes beyond its line.
            flush()
            style = []
        default: break
        }
        pending.unicodeScalars.append(characters[offset])
        offset += 1
    }

    private mutating func flush() {
        append(pending, style)
        pending = ""
    }

    private mutating func append(_ text: String, _ style: Style) {
        if !text.isEmpty { runs.append(Run(text: text, style: style)) }
    }

    /// Reads a code span or block if one begins here and ends.
    private mutating func readCode() -> Bool {
        let fence: [Unicode.Scalar] = ["`", "`", "`"]
        let isBlock = characters[offset...].starts(with: fence)
        let start = offset + (isBlock ? fence.count : 1)
        var end: Int?
        if !isBlock {
            end = inLine(after: offset, find: "`") { _ in true }
        } else if searchedInVain[fenceMark] == nil {
            end = characters.indices.dropFirst(start).first { characters[$0...].starts(with: fence) }
            if end == nil { searchedInVain[fenceMark] = characters.count }
        }
        guard let end, end > start else { return false }
        flush()
        append(SlackMarkup.undoingEntities(characters[start..<end]), style.union(.code))
        offset = end + (isBlock ? fence.count : 1)
        return true
    }

    /// Stands for three backticks in ``searchedInVain``.
    private var fenceMark: Unicode.Scalar { "\u{FFFF}" }

    /// The first place of a sign after an offset, in the same line, that is wanted.
    private mutating func inLine(
        after offset: Int, find sign: Unicode.Scalar, where isWanted: (Int) -> Bool
    ) -> Int? {
        if let end = searchedInVain[sign], offset < end { return nil }
        var index = offset + 1
        while index < characters.count, characters[index] != "\n" {
            if characters[index] == sign, isWanted(index) { return index }
            index += 1
        }
        searchedInVain[sign] = index
        return nil
    }

    /// Begins or ends a format at the sign that stands here, if it is one.
    private mutating func toggle(_ format: Style) -> Bool {
        let sign = characters[offset]
        let before = offset > 0 ? characters[offset - 1] : " "
        let after = offset + 1 < characters.count ? characters[offset + 1] : " "
        if style.contains(format) {
            guard !Self.isBlank(before), !Self.isWord(after) else { return false }
        } else {
            guard !Self.isWord(before), !Self.isBlank(after), after != sign, hasPartner(sign) else { return false }
        }
        flush()
        style.formSymmetricDifference(format)
        offset += 1
        return true
    }

    /// Whether the sign that stands here is closed in the same line.
    private mutating func hasPartner(_ sign: Unicode.Scalar) -> Bool {
        let characters = characters
        let partner = inLine(after: offset, find: sign) { !Self.isBlank(characters[$0 - 1]) }
        guard let partner else { return false }
        return partner + 1 >= characters.count || !Self.isWord(characters[partner + 1])
    }

    /// Reads what stands between `<` and `>`; false if it is empty.
    private mutating func readControl(upTo end: Int) -> Bool {
        let content = characters[(offset + 1)..<end]
        guard let first = content.first else { return false }
        let parts = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let target = Self.undoingEntities(parts[0])
        let label = parts.count > 1 ? Self.undoingEntities(parts[1]) : ""
        flush()
        switch first {
        case "@": append(label.isEmpty ? target : "@\(label)", style.union(.mention))
        case "#": append(label.isEmpty ? target : "#\(label)", style.union(.mention))
        case "!": appendSpecial(String(target.dropFirst()), label: label)
        default: appendLink(target, label: label)
        }
        return true
    }

    /// `<!here>`, `<!subteam^S0123|@oncall>`, `<!date^1772449336^{date} at {time}^https://…|then>`.
    private mutating func appendSpecial(_ command: String, label: String) {
        let parts = command.split(separator: "^", omittingEmptySubsequences: false).map(String.init)
        switch parts.first {
        case "date" where parts.count >= 3:
            append(SlackDate.text(seconds: parts[1], format: parts[2]) ?? label, style)
        case "subteam": append(label.isEmpty ? "@\(parts.dropFirst().first ?? "")" : label, style.union(.mention))
        default: append(label.isEmpty ? "@\(command)" : label, style.union(.mention))
        }
    }

    private mutating func appendLink(_ target: String, label: String) {
        let address = target.hasPrefix("mailto:") ? String(target.dropFirst("mailto:".count)) : target
        guard !label.isEmpty, Array(label.utf8) != Array(address.utf8) else {
            return append(address, style.union(.link))
        }
        append(label, style.union(.link))
        append(" (\(address))", style)
    }

    private func entity(at start: Int) -> (Unicode.Scalar, length: Int)? {
        Self.entity(characters[start...])
    }

    private static func entity(_ text: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, length: Int)? {
        if text.starts(with: "&amp;".unicodeScalars) { return ("&", 5) }
        if text.starts(with: "&lt;".unicodeScalars) { return ("<", 4) }
        if text.starts(with: "&gt;".unicodeScalars) { return (">", 4) }
        return nil
    }

    private static func undoingEntities(_ text: ArraySlice<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        var index = text.startIndex
        while index < text.endIndex {
            let (character, length) = entity(text[index...]) ?? (text[index], 1)
            result.append(character)
            index += length
        }
        return String(result)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}

/// A moment as `<!date^…>` spells it. Slack shows it in the reader's time zone, a preview in UTC.
enum SlackDate {
    /// The largest number of seconds that is a date: 9999-12-31T23:59:59Z.
    static let secondsLimit = 253_402_300_799

    /// The format with its words in braces replaced; nil if `seconds` is not a number of seconds within the limit:
    /// Slack then shows the fallback.
    static func text(seconds: String, format: String) -> String? {
        guard let seconds = Int(seconds), (0...secondsLimit).contains(seconds) else { return nil }
        let moment = Moment(seconds: seconds)
        var text = ""
        var rest = format[...]
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { return text + rest[open...] }
            let word = rest[rest.index(after: open)..<close]
            text += moment.value(of: word) ?? "{\(word)}"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    private struct Moment {
        let year, month, day, weekday, hour, minute, second: Int

        /// The civil calendar from days since 1970-01-01, counted in years that begin in March.
        init(seconds: Int) {
            let days = seconds / 86_400
            (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
            weekday = (days + 4) % 7
            let shifted = days + 719_468
            let era = shifted / 146_097
            let dayOfEra = shifted % 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
            month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        }

        /// Source: docs.slack.dev, "Formatting message text", Date formatting. `pretty` words such as "yesterday" would
        /// need a clock, so those show the date.
        func value(of word: Substring) -> String? {
            let name = SlackDate.months[month - 1]
            switch word {
            case "date_num": return "\(year)-\(Self.two(month))-\(Self.two(day))"
            case "date_slash": return "\(Self.two(month))/\(Self.two(day))/\(year)"
            case "date", "date_pretty", "day_divider_pretty", "ago": return "\(name) \(day), \(year)"
            case "date_short", "date_short_pretty": return "\(name.prefix(3)) \(day), \(year)"
            case "date_long", "date_long_pretty": return "\(SlackDate.weekdays[weekday]), \(name) \(day), \(year)"
            case "date_long_full": return "\(SlackDate.weekdays[weekday]), \(name) \(day), \(year)"
            case "time": return "\(Self.two(hour)):\(Self.two(minute)) UTC"
            case "time_secs": return "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) UTC"
            default: return nil
            }
        }

        private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
