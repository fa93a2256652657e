/// Colours and weights for a terminal, or nothing at all.
struct TextStyle: Sendable {
    /// The SGR parameter of each look (ECMA-48, 8.3.117).
    enum Look: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    /// Whether looks are shown; without it text stays as it is.
    let isOn: Bool

    /// `text` in that look, or as it is when the output is no terminal.
    func callAsFunction(_ look: Look, _ text: String) -> String {
        isOn ? "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m" : text
    }
}
