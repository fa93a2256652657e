import Testing

@testable import relay

struct PrintableTextTests {
    @Test(arguments: [
        ("alice.chen@example.com", "alice.chen@example.com"),
        ("Zoë 山田 🔥 – “ok”", "Zoë 山田 🔥 – “ok”"),
        ("\u{1B}[2Jgone", #"\u001B[2Jgone"#),
        ("a\nb\rc\td\u{0}", #"a\u000Ab\u000Dc\u0009d\u0000"#),
        ("\u{7F}\u{9B}31m", #"\u007F\u009B31m"#),
        ("safe\u{202E}fdp.exe", #"safe\u202Efdp.exe"#),
        ("\u{2028}\u{2029}\u{200B}\u{FEFF}", #"\u2028\u2029\u200B\uFEFF"#),
        ("tag \u{E0041}", #"tag \uE0041"#),
        ("", ""),
    ])
    func spellsWhatATerminalWouldObey(text: String, expected: String) {
        #expect(text.printable.utf8.elementsEqual(expected.utf8))
    }

    @Test func leavesNoControlCharacter() {
        let all = String(String.UnicodeScalarView((0...0x2FFF).compactMap(Unicode.Scalar.init)))
        for scalar in all.printable.unicodeScalars {
            #expect(scalar.properties.generalCategory != .control)
            #expect(!scalar.properties.isBidiControl)
        }
    }
}
