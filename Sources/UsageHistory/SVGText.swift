/// Text inside an SVG document.
enum SVGText {
    /// Text that reads as what it is: markup escaped, and what XML forbids or what reorders a line replaced.
    ///
    /// Names in a chart were chosen by whoever took up a role; a report is opened in a browser.
    /// Source: XML 1.0, 2.2 Characters, 2.4 Character Data.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { output, scalar in
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(isShown(scalar) ? scalar : "\u{FFFD}")
            }
        }
    }

    /// The first characters, with an ellipsis where there are more.
    static func shortened(_ text: String, to limit: Int) -> String {
        text.count > limit ? "\(text.prefix(max(0, limit - 1)))…" : text
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
