/// Writes the elements of an SVG document.
struct SVGDocument {
    private var text: String

    init(width: Int, height: Int) {
        text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-labelledby="title desc" font-family="'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif">

            """
    }

    /// - Parameter line: markup, what is text in it escaped.
    mutating func line(_ line: String) {
        text += line
        text += "\n"
    }

    mutating func end() -> String { text + "</svg>\n" }

    mutating func text(
        _ content: String, x: Double, y: Double, size: Int, weight: Int = 400, color: String, anchor: String = "start"
    ) {
        let bold = weight == 400 ? "" : " font-weight=\"\(weight)\""
        let place = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
        line(
            """
            <text x="\(Self.number(x))" y="\(Self.number(y))" font-size="\(size)"\(bold)\(place) fill="\(color)">\
            \(SVGText.escaped(content))</text>
            """)
    }

    mutating func rect(x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String? = nil) {
        let outline = stroke.map { " stroke=\"\($0)\"" } ?? ""
        line(
            """
            <rect x="\(Self.number(x))" y="\(Self.number(y))" width="\(Self.number(width))" \
            height="\(Self.number(height))" fill="\(fill)"\(outline)/>
            """)
    }

    mutating func path(_ data: String, stroke: String) {
        line("<path d=\"\(data)\" stroke=\"\(stroke)\" fill=\"none\"/>")
    }

    /// A coordinate rounded to a hundredth; finer steps cannot be seen.
    static func number(_ value: Double) -> String {
        guard let hundredths = Int(exactly: (value * 100).rounded()) else { return "0" }
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let fraction = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return "\(hundredths < 0 ? "-" : "")\(whole)\(fraction)"
    }
}

/// Text inside an SVG document.
enum SVGText {
    /// Text for an element's content: markup escaped, characters that XML forbids or that reorder a line replaced.
    ///
    /// The callers of roles choose names in a chart, and a report is opened in a browser.
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
