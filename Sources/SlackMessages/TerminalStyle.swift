/// The few terminal styles of a sketch.
enum TerminalStyle: String, Sendable {
    case heading = "1;4"
    case dim = "2"
    case attachment = "33"

    func applied(to text: String, isColored: Bool) -> String {
        isColored && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A run of a message in the colours of its look.
    static func colored(_ run: SlackMarkup.Run) -> String {
        let codes: [(SlackMarkup.Look, String)] = [
            (.bold, "1"), (.italic, "3"), (.link, "4"), (.strike, "9"), (.code, "31"), (.mention, "34;1"),
        ]
        let own = codes.filter { run.look.contains($0.0) }.map(\.1).joined(separator: ";")
        return own.isEmpty || run.text.isEmpty ? run.text : "\u{1B}[\(own)m\(run.text)\u{1B}[0m"
    }

    /// A run of a message with the signs that spell its look, as an author writes them.
    static func signed(_ run: SlackMarkup.Run) -> String {
        let signs: [(SlackMarkup.Look, String)] = [(.code, "`"), (.strike, "~"), (.italic, "_"), (.bold, "*")]
        return signs.reduce(run.text) { run.look.contains($1.0) ? "\($1.1)\($0)\($1.1)" : $0 }
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
