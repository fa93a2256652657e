import Diagnostics
import InputTemplates
import JSONText
import Testing

struct InputTransformerTests {
    static func errors(
        paths: [(name: String, path: String)] = [], _ template: String, relay: [String] = []
    ) -> [TemplateError] {
        do throws(TemplateErrors) {
            _ = try InputTransformer(
                inputPaths: paths, template: SourceText(name: "", text: template), relayVariables: relay)
            return []
        } catch {
            return error.all
        }
    }

    @Test(arguments: [
        ("", TemplateError.Reason.emptyTemplate, 0..<0), (" \n\t\r", .emptyTemplate, 0..<4),
        ("<a> x", .unquotedText, 0..<1), ("  text", .unquotedText, 2..<3), ("12", .unquotedText, 0..<1),
        (#"{"a": <b>}"#, .unknownPlaceholder("b"), 6..<9), (#""<b>""#, .unknownPlaceholder("b"), 1..<4),
        (#"{"a": <b c>}"#, .notAPlaceholder("b c"), 6..<11), (#"{"a": <$.b>}"#, .notAPlaceholder("$.b"), 6..<11),
        (#"{"a": <}"#, .invalidJSON(.unexpectedByte(UInt8(ascii: "<"), expected: .value)), 6..<7),
        (#"{<a>: 1}"#, .placeholderInKey("a"), 1..<4), (#"{"x<a>": 1}"#, .placeholderInKey("a"), 3..<6),
        (#"{"a": "<aws.events.event>"}"#, .objectVariableInString("aws.events.event"), 7..<25),
        (#""<aws.events.event.json>""#, .objectVariableInString("aws.events.event.json"), 1..<24),
        (#"{"a": <a> <a>}"#, .invalidJSON(.unexpectedByte(UInt8(ascii: "\""), expected: .commaOrEndOfObject)), 10..<11),
        (#"{"a": "<a>"#, .invalidJSON(.unexpectedEnd(inside: .string)), 10..<11),
        (#"{"a": 1} x"#, .invalidJSON(.trailingText(UInt8(ascii: "x"))), 9..<10),
        ("\"a\"\nb", .lineNotQuoted, 4..<5), (#""a" "b""#, .lineNotQuoted, 4..<5), (#""a" <a>"#, .lineNotQuoted, 4..<5),
        ("\"a\nb\"", .lineNotQuoted, 2..<3), ("\"a\tb\"", .invalidJSON(.controlCharacter(9)), 2..<3),
        (#""a\x""#, .invalidJSON(.invalidEscape(UInt8(ascii: "x"))), 3..<4),
    ])
    func refusesATemplate(template: String, reason: TemplateError.Reason, range: Range<Int>) {
        let errors = Self.errors(paths: [("a", "$.detail.a")], template)
        #expect(errors.first?.reason == reason, "\(errors)")
        #expect(errors.first?.place == .template(range))
    }

    @Test(arguments: [
        ("{}", true), ("[]", true), ("[<a>]", true), ("\n {\"a\":<a>}\n", true), ("\"a\"\r\n\n \"<a>\" \n", true),
        (#"{"a": "<!here> <https://x|y> <@U1> <#C1> a < b > c <>"}"#, true), (#"{"a": "\u003ca\u003e"}"#, true),
        (#"{"a": "\"<a>\""}"#, true),
    ])
    func accepts(template: String, expected: Bool) {
        #expect(Self.errors(paths: [("a", "$.detail.a")], template).isEmpty == expected)
    }

    @Test func reportsEveryProblemInTheOrderOfTheText() {
        let errors = Self.errors(
            paths: [("bad name", "$.x"), ("a", "$..x"), ("b", "$.b"), ("b", "$.c"), ("c", "x")],
            #"{"one": <ane>, <b>: "<aws.events.event>", "two": "<nope>"}"#)
        #expect(
            errors.map(\.reason.description) == [
                "'bad name' cannot be a variable's name: names are made of letters, digits, '-' and '_'",
                "EventBridge does not support the descent '..'",
                "input_paths has more than one 'b'",
                "a path begins with '$'",
                "<ane> is neither in input_paths nor predefined",
                "the placeholder <b> may not stand in an object's key",
                "<aws.events.event> is an object, and may only stand as a JSON value outside quotes",
                "<nope> is neither in input_paths nor predefined",
            ])
        #expect(errors[1].place == .inputPath(name: "a", offset: 1))
        #expect(errors[3].suggestion == "$.x")
    }

    @Test(arguments: [
        ("rol", "<role>"), ("Role", "<role>"), ("aws.events.rule-nam", "<aws.events.rule-name>"),
        ("relay.wo", "<relay.who>"), ("RELAY.who", "<relay.who>"), ("quite-another-thing", nil),
    ])
    func suggestsTheNearestVariable(name: String, suggestion: String?) {
        let errors = Self.errors(paths: [("role", "$.detail.role")], "\"<\(name)>\"", relay: ["relay.who"])
        #expect(errors.first?.reason == .unknownPlaceholder(name))
        #expect(errors.first?.suggestion == suggestion)
    }

    @Test func speaksTheServicesWords() {
        let unknown = Self.errors("\"<x>\"").first
        #expect(
            unknown?.awsMessage(target: "slack") == "InputTemplate for target slack contains invalid placeholder x.")
        #expect(Self.errors("text").first?.awsMessage(target: "slack") == "Invalid InputTemplate for target slack.")
    }

    @Test func relaysOwnVariablesMustBeKnown() throws {
        #expect(Self.errors("\"<relay.who>\"").first?.reason == .unknownPlaceholder("relay.who"))
        let transformer = try InputTransformer(
            inputPaths: [], template: SourceText(name: "", text: #"{"t": "<relay.who>", "x": <relay.who>}"#),
            relayVariables: ["relay.who"])
        #expect(transformer.worksOnlyInRelay)
        let event = try JSONDocument(parsing: "{}")
        #expect(
            try transformer.render(event, variables: .sample()) == Array(#"{"t": "", "x": ""}"#.utf8),
            "known, but not given: missing")
    }

    @Test func listsItsPlaceholders() throws {
        let transformer = try InputTransformer(
            inputPaths: [("a", "$.detail.a"), ("b", "$.detail.b")],
            template: SourceText(name: "", text: #"{"x": <a>, "y": "<aws.events.rule-name> <a>"}"#))
        #expect(transformer.placeholders.map(\.name) == ["a", "aws.events.rule-name", "a"])
        #expect(transformer.placeholders.map(\.isQuoted) == [false, true, true])
        #expect(transformer.placeholders.map(\.range) == [6..<9, 17..<39, 40..<43])
        #expect(transformer.unusedPaths == ["b"])
        #expect(!transformer.worksOnlyInRelay)
    }
}
