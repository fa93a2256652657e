import Testing

@testable import SlackMessages

struct SlackMarkupTests {
    /// Each run as its text, with a letter in front for each style: b, i, s, c, m, l.
    static func runs(_ text: String) -> [String] {
        let letters: [(SlackMarkup.Style, String)] = [
            (.bold, "b"), (.italic, "i"), (.strike, "s"), (.code, "c"), (.mention, "m"), (.link, "l"),
        ]
        return SlackMarkup(text).runs.map { run in
            let style = letters.filter { run.style.contains($0.0) }.map(\.1).joined()
            return style.isEmpty ? run.text : "\(style):\(run.text)"
        }
    }

    @Test(arguments: [
        ("", []), ("plain", ["plain"]),
        ("*bold* x", ["b:bold", " x"]), ("_it_", ["i:it"]), ("~no~", ["s:no"]), ("*_both_*", ["bi:both"]),
        ("a*b*c", ["a*b*c"]), ("2 * 3 * 4", ["2 * 3 * 4"]), ("*open", ["*open"]), ("**", ["**"]), ("* a*", ["* a*"]),
        ("*a\nb*", ["*a\nb*"]), ("snake_case_name", ["snake_case_name"]), ("(*b*)", ["(", "b:b", ")"]),
        ("`code *x*`", ["c:code *x*"]), ("`open", ["`open"]), ("``", ["``"]), ("`a\nb`", ["`a\nb`"]),
        ("```a\n*b*```", ["c:a\n*b*"]), ("```open", ["```open"]), ("*`x`*", ["bc:x"]), ("`a &lt; b`", ["c:a < b"]),
        ("a &lt;b&gt; &amp;amp; &nbsp;", ["a <b> &amp; &nbsp;"]),
        ("<https://x/y|label>", ["l:label", " (https://x/y)"]), ("<https://x/y>", ["l:https://x/y"]),
        ("<https://x?a=1&amp;b=2>", ["l:https://x?a=1&b=2"]), ("<mailto:a@b|a@b>", ["l:a@b"]),
        ("<https://x|https://x>", ["l:https://x"]),
        ("<@U1>", ["m:@U1"]), ("<@U1|al>", ["m:@al"]), ("<#C1|general>", ["m:#general"]), ("<#C1>", ["m:#C1"]),
        ("<!here>", ["m:@here"]), ("<!channel|x>", ["m:x"]), ("<!subteam^S1|@oncall>", ["m:@oncall"]),
        ("<!subteam^S1>", ["m:@S1"]), ("<>", ["<>"]), ("a < b", ["a < b"]), ("<a\nb>", ["<a\nb>"]),
        ("&lt;!here&gt;", ["<!here>"]), ("*<!here>*", ["bm:@here"]),
        ("<!date^1772449336^{date_num} {time}|then>", ["2026-03-02 11:02 UTC"]), ("<!date^x^{date}|then>", ["then"]),
        ("<!date^1772449336|then>", ["m:then"]),
    ])
    func reads(text: String, expected: [String]) {
        #expect(Self.runs(text) == expected)
    }

    @Test(arguments: [
        ("0", "{date_num} {time_secs}", "1970-01-01 00:00:00 UTC"),
        ("951782400", "{date_long}", "Tuesday, February 29, 2000"),
        ("1772449336", "{date_short} at {time}", "Mar 2, 2026 at 11:02 UTC"), ("1772449336", "{date}", "March 2, 2026"),
        ("4107542400", "{date_num}", "2100-03-01"), ("253402300799", "{date_slash}", "12/31/9999"),
        ("1", "{unknown} {open", "{unknown} {open"), ("253402300800", "{date}", nil), ("-1", "{date}", nil),
        ("1.5", "{date}", nil),
    ])
    func dates(seconds: String, format: String, expected: String?) {
        #expect(SlackDate.text(seconds: seconds, format: format) == expected)
    }

    /// Texts whose signs are never closed, as long as a body may be: read in one pass, not one for each sign.
    @Test(arguments: ["*a ", "<", "`", "&", "_x ", "``` ", "*", "<a|"])
    func readsHostileTextInOnePass(piece: String) {
        let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
        #expect(SlackMarkup(text).runs.map(\.text).joined().utf8.count <= text.utf8.count)
    }
}
