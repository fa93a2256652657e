/// A record of comma-separated values, with the line end that RFC 4180 demands.
///
/// Spreadsheets run a cell that begins like a formula, and the callers of roles choose names in a history. Such a cell
/// gets an apostrophe in front, which makes it text (OWASP, "CSV Injection").
public struct CSVLine: Hashable, Sendable {
    /// The record with its line end, CR LF.
    public let text: String

    /// - Parameter cells: The values, in order; quoted where RFC 4180 demands it.
    public init(_ cells: [String]) {
        text = cells.map(Self.cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ value: String) -> String {
        let safe = startsLikeFormula(value) ? "'\(value)" : value
        guard safe.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return safe }
        let doubled = safe.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == "\"" { text.unicodeScalars.append("\"") }
            text.unicodeScalars.append(scalar)
        }
        return "\"\(doubled)\""
    }

    /// Also in the full-width forms that East Asian spreadsheets treat alike.
    private static func startsLikeFormula(_ value: String) -> Bool {
        switch value.unicodeScalars.first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}
