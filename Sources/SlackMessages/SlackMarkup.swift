/// Slack's mrkdwn as pieces of text with a look, for showing it elsewhere.
///
/// Follows docs.slack.dev, "Formatting message text": `*bold*`, `_italic_`, `~strike~`, code spans and blocks, entities,
/// and what stands between `<` and `>`: links, mentions, dates. A sign formats when it stands at the edge of a word and
/// has its partner in the same line.
struct SlackMarkup {
    struct Look: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let bold = Look(rawValue: 1)
        static let italic = Look(rawValue: 2)
        static let strike = Look(rawValue: 4)
        static let code = Look(rawValue: 8)
        static let mention = Look(rawValue: 16)
        static let link = Look(rawValue: 32)
    }

    /// A piece of text that looks the same throughout; it may hold line ends.
    struct Run: Hashable, Sendable {
        var text: String
        var look: Look
    }

    private(set) var runs: [Run] = []
    private let characters: [Unicode.Scalar]
    private var offset = 0
    private var look: Look = []
    private var pending = ""
    /// For signs that were looked for in vain: where that search ended. No search from before there finds one, so that
    /// a text full of unclosed signs is still read in one pass.
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
        case "\n" where !look.isEmpty:
            // No format goes beyond its line.
            flush()
            look = []
        default: break
        }
        pending.unicodeScalars.append(characters[offset])
        offset += 1
    }

    private mutating func flush() {
        append(pending, look)
        pending = ""
    }

    private mutating func append(_ text: String, _ look: Look) {
        if !text.isEmpty { runs.append(Run(text: text, look: look)) }
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
        append(SlackMarkup.undoingEntities(characters[start..<end]), look.union(.code))
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
    private mutating func toggle(_ format: Look) -> Bool {
        let sign = characters[offset]
        let before = offset > 0 ? characters[offset - 1] : " "
        let after = offset + 1 < characters.count ? characters[offset + 1] : " "
        if look.contains(format) {
            guard !Self.isBlank(before), !Self.isWord(after) else { return false }
        } else {
            guard !Self.isWord(before), !Self.isBlank(after), after != sign, hasPartner(sign) else { return false }
        }
        flush()
        look.formSymmetricDifference(format)
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
        case "@": append(label.isEmpty ? target : "@\(label)", look.union(.mention))
        case "#": append(label.isEmpty ? target : "#\(label)", look.union(.mention))
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
            append(SlackDate.text(seconds: parts[1], format: parts[2]) ?? label, look)
        case "subteam": append(label.isEmpty ? "@\(parts.dropFirst().first ?? "")" : label, look.union(.mention))
        default: append(label.isEmpty ? "@\(command)" : label, look.union(.mention))
        }
    }

    private mutating func appendLink(_ target: String, label: String) {
        let address = target.hasPrefix("mailto:") ? String(target.dropFirst("mailto:".count)) : target
        guard !label.isEmpty, Array(label.utf8) != Array(address.utf8) else {
            return append(address, look.union(.link))
        }
        append(label, look.union(.link))
        append(" (\(address))", look)
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
