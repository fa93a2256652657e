/// A record of comma-separated values, ended as RFC 4180 wants it.
///
/// Spreadsheets run a cell that begins like a formula, and names in a history are chosen by whoever took up a role. Such a
/// cell gets an apostrophe in front, which spreadsheets take as "this is text" (OWASP, "CSV Injection").
public struct CSVLine: Hashable, Sendable {
    public let text: String

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

    /// Also in the wide forms that East Asian spreadsheets take for the same.
    private static func startsLikeFormula(_ value: String) -> Bool {
        switch value.unicodeScalars.first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}
