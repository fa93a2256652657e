import Diagnostics
import InputTemplates
import JSONText
import RelayTesting
import SeededGenerators
import SlackMessages
import Testing

/// Templates and events by chance, the same on every run.
struct TemplateRandomTests {
    static let names = ["a", "b", "c", "d-e", "f_g", "none"]
    static let paths = [
        (name: "a", path: "$.detail.a"), (name: "b", path: "$.detail.b"), (name: "c", path: "$.detail.c[0]"),
        (name: "d-e", path: "$.detail.*"), (name: "f_g", path: "$.detail.a.b"), (name: "none", path: "$.none"),
    ]

    static func text(_ random: inout SeededRandom) -> String {
        let pieces = [
            "x", " ", "é", "😀", "\"", "\\", "\n", "\u{1B}", "<", ">", "&", "<a>", "<!here>", "`", "@", "|", "\u{202E}",
            "{}",
            "[", "\u{2028}", "\u{200B}", ":",
        ]
        return (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    static func json(_ random: inout SeededRandom, depth: Int = 3, stringsOnly: Bool = false) -> String {
        let choices = stringsOnly ? 1 : depth > 0 ? 8 : 6
        switch Int.random(in: 0..<choices, using: &random) {
        case 0, 1: return JSONString.quoted(text(&random))
        case 2: return ["0", "-1.50", "1e400", "12345678901234567890"].randomElement(using: &random) ?? "0"
        case 3: return "true"
        case 4: return "null"
        case 5: return "\"\\ud83d\""
        case 6:
            let values = (0..<Int.random(in: 0...3, using: &random)).map { _ in json(&random, depth: depth - 1) }
            return "[\(values.joined(separator: " , "))]"
        default:
            let keys = ["a", "b", "c", "a"].shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            return "{\(keys.map { "\"\($0)\" :\(json(&random, depth: depth - 1))" }.joined(separator: ","))}"
        }
    }

    /// The literal text of a string in a template: no `<`, so that whatever has one took it from a value.
    static func part(_ random: inout SeededRandom) -> String {
        let pieces = ["x", " ", "\\n", "\\\"", "é", "|", "<a>", "<b>", "<c>", "<d-e>", "<f_g>", "<none>", "\\\\"]
        return (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    static func template(_ random: inout SeededRandom, depth: Int = 3) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: return "<\(names.randomElement(using: &random) ?? "a")>"
        case 1, 2: return "\"\(part(&random))\""
        case 3: return "1"
        case 4:
            let values = (0..<Int.random(in: 0...3, using: &random)).map { _ in template(&random, depth: depth - 1) }
            return "[\(values.joined(separator: ", "))]"
        default:
            let members = (0..<Int.random(in: 0...3, using: &random)).map {
                "\"k\($0)\": \(template(&random, depth: depth - 1))"
            }
            return "{\(members.joined(separator: ", "))}"
        }
    }

    static func kinds(_ text: some StringProtocol) throws -> [JSONToken.Kind] {
        var kinds: [JSONToken.Kind] = []
        var scanner = JSONScanner()
        let bytes = Array(text.utf8)
        while let token = try scanner.next(in: bytes.span) { kinds.append(token.kind) }
        if let token = try scanner.finish() { kinds.append(token.kind) }
        return kinds
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func aRenderedTemplateIsJSONOrAnError(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var rendered = 0
        for _ in 0..<300 {
            let source = "{\"k\": \(Self.template(&random)), \"l\": \(Self.template(&random))}"
            let transformer = try InputTransformer(inputPaths: Self.paths, template: SourceText(name: "", text: source))
            let event = try JSONDocument(parsing: "{\"detail\": \(Self.json(&random))}")
            for escaping in [JSONEscaping(), SlackEscaping()] as [any ValueEscaping] {
                do {
                    let body = try transformer.escaped(by: escaping).render(event, variables: .sample())
                    rendered += 1
                    let root = try JSONDocument(parsing: body).root
                    #expect(root.members.map(\.name) == ["k", "l"])
                    if escaping is SlackEscaping {
                        #expect(!root.compact.contains { "<>`\u{202E}".contains($0) }, "\(source)")
                    }
                } catch let error as RenderError {
                    guard case .structureInString = error.reason else {
                        Issue.record("\(error) for \(source)")
                        continue
                    }
                }
            }
        }
        #expect(rendered > 300)
    }

    /// With strings for values, the body has the template's tokens, one string for each placeholder outside quotes.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func stringsNeverChangeTheStructure(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let source = "[\(Self.template(&random))]"
            let strings = ["a", "b", "c"].map { "\"\($0)\": \(Self.json(&random, stringsOnly: true))" }
            let event = try JSONDocument(parsing: "{\"detail\": {\(strings.joined(separator: ", "))}}")
            let paths = Self.names.map { (name: $0, path: "$.detail.\($0)") }
            let transformer = try InputTransformer(inputPaths: paths, template: SourceText(name: "", text: source))
            var emptied = Array(source.utf8)
            for placeholder in transformer.placeholders.reversed() {
                emptied.replaceSubrange(placeholder.range, with: Array((placeholder.isQuoted ? "" : "\"\"").utf8))
            }
            let wanted = try Self.kinds(String(decoding: emptied, as: UTF8.self))
            for escaping in [JSONEscaping(), SlackEscaping()] as [any ValueEscaping] {
                let body = try transformer.escaped(by: escaping).render(event, variables: .sample())
                #expect(try Self.kinds(String(decoding: body, as: UTF8.self)) == wanted, "\(source)")
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func renderedTextIsOneStringOnEachLine(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let count = Int.random(in: 1...4, using: &random)
            let source = (0..<count).map { _ in "\"\(Self.part(&random))\"" }.joined(separator: "\n")
            let transformer = try InputTransformer(inputPaths: Self.paths, template: SourceText(name: "", text: source))
            let event = try JSONDocument(parsing: "{\"detail\": \(Self.json(&random))}")
            for escaping in [JSONEscaping(), SlackEscaping()] as [any ValueEscaping] {
                let body = try transformer.escaped(by: escaping).render(event, variables: .sample())
                let lines = body.split(separator: 0x0A, omittingEmptySubsequences: false)
                #expect(lines.count == count)
                for line in lines { #expect(try Self.kinds(String(decoding: line, as: UTF8.self)) == [.string]) }
            }
        }
    }

    static let whole = #"""
        {"text": "<!here> <a> \u003c@<b>\u003e \"é😀", "x": [<c>, <aws.events.event>, 1.5e3, null],
         "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<https://x/<d-e>|y> `<f_g>`"}}]}
        """#

    /// Cut anywhere, a template is refused; with a byte changed it is refused or still renders. Neither crashes.
    @Test func cutAtEveryByte() throws {
        let bytes = Array(Self.whole.utf8)
        for end in 0..<bytes.count {
            let cut = SourceText(name: "", bytes: Array(bytes[..<end]))
            #expect(throws: TemplateErrors.self) { try InputTransformer(inputPaths: Self.paths, template: cut) }
        }
        #expect(throws: Never.self) {
            try InputTransformer(inputPaths: Self.paths, template: SourceText(name: "", bytes: bytes))
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func damagedAnywhere(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let event = try JSONDocument(parsing: #"{"detail": {"a": "<\"", "b": 1, "c": ["x"]}}"#)
        // With a list inside of a string it could not be rendered at all.
        let bytes = Array(Self.whole.replacing("<d-e>", with: "<c>").utf8)
        var rendered = 0
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] =
                [UInt8.random(in: 0...255, using: &random), 0x22, 0x3C, 0x3E, 0x5C].randomElement(
                    using: &random) ?? 0
            let source = SourceText(name: "", bytes: damaged)
            guard let transformer = try? InputTransformer(inputPaths: Self.paths, template: source) else { continue }
            _ = (transformer.warnings(for: JSONEscaping()), transformer.eventBridgeDifferences)
            if let body = try? transformer.escaped(by: SlackEscaping()).render(event, variables: .sample()) {
                rendered += 1
                #expect(throws: Never.self) { try JSONDocument(parsing: body) }
            }
        }
        #expect(rendered > bytes.count / 10, "the damage leaves too little to render")
    }
}
