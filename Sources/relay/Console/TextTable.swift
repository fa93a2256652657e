/// Rows of cells, each column as wide as its widest cell.
struct TextTable {
    /// How many rows a table has before the rest is only counted.
    static let rowsLimit = 20

    /// Cells by row. Rows may differ in length; a missing cell is blank.
    let rows: [[String]]
    /// How many rows are shown; the others are counted in a last line.
    var rowsLimit = Self.rowsLimit

    /// Indented; blanks at the ends of lines left out.
    var lines: [String] {
        let shown = rows.prefix(rowsLimit)
        let widths = (0..<(shown.map(\.count).max() ?? 0)).map { column in
            shown.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        var lines = shown.map { row -> String in
            var line = "   "
            for (cell, width) in zip(row, widths) {
                line += " \(cell)\(String(repeating: " ", count: width - cell.count)) "
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        if rows.count > shown.count { lines.append("    … and \(rows.count - shown.count) more") }
        return lines
    }
}
