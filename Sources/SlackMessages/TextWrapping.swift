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
                    append(word, run.look, to: &lines, used: &used)
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
        _ word: Substring, _ look: SlackMarkup.Look, to lines: inout [[SlackMarkup.Run]], used: inout Int
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
            add(String(rest[..<end]), look, to: &lines)
            used += columns
            rest = rest[end...]
            if rest.allSatisfy({ $0 == " " }) { return }
            lines.append([])
            used = 0
        }
    }

    private func add(_ text: String, _ look: SlackMarkup.Look, to lines: inout [[SlackMarkup.Run]]) {
        let line = lines.count - 1
        if let last = lines[line].indices.last, lines[line][last].look == look {
            lines[line][last].text += text
        } else {
            lines[line].append(SlackMarkup.Run(text: text, look: look))
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
