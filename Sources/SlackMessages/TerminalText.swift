/// Text made safe and measured for a terminal.
enum TerminalText {
    /// The text without anything that could move the cursor, start an escape sequence, turn the direction of writing or
    /// hide: control characters but line ends become U+FFFD, and invisible characters go.
    static func safe(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: result.append(scalar)
            case 0x09: result.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: result.append("\u{FFFD}")
            case 0x200C, 0x200D, 0xFE00...0xFE0F: result.append(scalar)
            default: if !scalar.properties.isDefaultIgnorableCodePoint { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// How many columns a text takes up, about: wide scripts and emoji take two, marks none.
    static func columns(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    static func columns(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch scalar.value {
        case 0x0300...0x036F, 0x200C, 0x200D, 0xFE00...0xFE0F: return 0
        // East Asian Wide and Fullwidth, in the coarse ranges that terminals share.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

/// The terminal styles of a preview.
enum TerminalStyle: String, Sendable {
    case heading = "1;4"
    case dim = "2"
    case attachment = "33"

    func applied(to text: String, isColored: Bool) -> String {
        isColored && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A run of a message in the colours of its style.
    static func colored(_ run: SlackMarkup.Run) -> String {
        let codes: [(SlackMarkup.Style, String)] = [
            (.bold, "1"), (.italic, "3"), (.link, "4"), (.strike, "9"), (.code, "31"), (.mention, "34;1"),
        ]
        let own = codes.filter { run.style.contains($0.0) }.map(\.1).joined(separator: ";")
        return own.isEmpty || run.text.isEmpty ? run.text : "\u{1B}[\(own)m\(run.text)\u{1B}[0m"
    }

    /// A run of a message with the signs that spell its style, as an author writes them.
    static func signed(_ run: SlackMarkup.Run) -> String {
        let signs: [(SlackMarkup.Style, String)] = [(.code, "`"), (.strike, "~"), (.italic, "_"), (.bold, "*")]
        return signs.reduce(run.text) { run.style.contains($1.0) ? "\($1.1)\($0)\($1.1)" : $0 }
    }

    /// The text without the escape sequences that ``colored(_:)`` and ``applied(to:isColored:)`` put in.
    static func removed(from text: String) -> String {
        var result = ""
        var isEscape = false
        for character in text {
            if character == "\u{1B}" { isEscape = true }
            if !isEscape { result.append(character) }
            if isEscape, character == "m" { isEscape = false }
        }
        return result
    }
}

/// Breaks runs of text into lines of a width, between words where it can.
struct TextWrapping {
    let width: Int

    /// Each line as runs; the text of a run is safe for a terminal from here on.
    func lines(of runs: [SlackMarkup.Run]) -> [[SlackMarkup.Run]] {
        var lines: [[SlackMarkup.Run]] = [[]]
        var used = 0
        for run in runs {
            for (index, line) in TerminalText.safe(run.text).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                if index > 0 {
                    lines.append([])
                    used = 0
                }
                for word in Self.words(of: line) {
                    append(word, run.style, to: &lines, used: &used)
                }
            }
        }
        return lines.map(Self.withoutBlanksAtTheEnd)
    }

    private static func withoutBlanksAtTheEnd(_ line: [SlackMarkup.Run]) -> [SlackMarkup.Run] {
        var line = line
        while var last = line.popLast() {
            while last.text.last == " " { last.text.removeLast() }
            guard last.text.isEmpty else { return line + [last] }
        }
        return line
    }

    private func append(
        _ word: Substring, _ style: SlackMarkup.Style, to lines: inout [[SlackMarkup.Run]], used: inout Int
    ) {
        var rest = word
        let trimmed = TerminalText.columns(of: word.prefix { $0 != " " })
        if used > 0, used + trimmed > width {
            lines.append([])
            used = 0
        }
        while !rest.isEmpty {
            // A word wider than the line is cut.
            var end = rest.startIndex
            var columns = 0
            while end < rest.endIndex {
                let next = TerminalText.columns(of: rest[end])
                if used + columns + next > width, used + columns > 0 { break }
                columns += next
                end = rest.index(after: end)
            }
            add(String(rest[..<end]), style, to: &lines)
            used += columns
            rest = rest[end...]
            if rest.allSatisfy({ $0 == " " }) { return }
            lines.append([])
            used = 0
        }
    }

    private func add(_ text: String, _ style: SlackMarkup.Style, to lines: inout [[SlackMarkup.Run]]) {
        let line = lines.count - 1
        if let last = lines[line].indices.last, lines[line][last].style == style {
            lines[line][last].text += text
        } else {
            lines[line].append(SlackMarkup.Run(text: text, style: style))
        }
    }

    /// Words with the blanks after them.
    private static func words(of line: Substring) -> [Substring] {
        var words: [Substring] = []
        var start = line.startIndex
        var index = start
        while index < line.endIndex {
            let next = line.index(after: index)
            if line[index] == " ", next == line.endIndex || line[next] != " " {
                words.append(line[start..<next])
                start = next
            }
            index = next
        }
        if start < line.endIndex { words.append(line[start...]) }
        return words
    }
}
