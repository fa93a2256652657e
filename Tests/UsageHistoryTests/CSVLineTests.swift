import Testing

@testable import UsageHistory

struct CSVLineTests {
    @Test(arguments: [
        (["a", "b"], "a,b\r\n"), ([""], "\r\n"), (["a,b", "c"], "\"a,b\",c\r\n"),
        (["say \"hi\""], "\"say \"\"hi\"\"\"\r\n"),
        (["a\nb"], "\"a\nb\"\r\n"), (["a\r\nb"], "\"a\r\nb\"\r\n"), (["é"], "é\r\n"),
    ])
    func writesAsRFC4180Wants(cells: [String], text: String) {
        #expect(Array(CSVLine(cells).text.utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\u{FF1D}1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"x\")",
        // A combining character behind it does not make it another first character.
        "=\u{301}1",
    ])
    func noCellIsAFormula(value: String) {
        let text = CSVLine([value]).text
        let cell = text.hasPrefix("\"") ? String(text.dropFirst()) : text
        #expect(cell.unicodeScalars.first == "'")
    }
}
