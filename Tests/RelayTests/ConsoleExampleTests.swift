import Testing

struct ConsoleExampleTests {
    @Test(arguments: [
        (["a", "b"], "a\nb\n", true),
        (["a", "b"], "a\nb\nc\n", false),
        (["a", "b", ""], "a\nb\n", true),
        (["a", "…"], "a\nb\nc\n", true),
        (["a", "…", "c"], "a\nb\nc\n", true),
        (["a", "…", "c"], "a\nc\n", true),
        (["a", "…", "c"], "a\nb\n", false),
        (["…", "b", "…", "d"], "a\nb\nc\nd\n", true),
        (["…", "d", "…", "b"], "a\nb\nc\nd\n", false),
        (["a", "…", "a"], "a\n", false),
        ([], "", true),
        ([], "a\n", false),
    ])
    func comparesOutput(lines: [String], output: String, expected: Bool) {
        #expect(ConsoleExample(command: "relay", lines: lines).accepts(output) == expected)
    }
}
