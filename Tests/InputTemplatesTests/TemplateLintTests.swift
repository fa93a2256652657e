import Diagnostics
import InputTemplates
import SlackMessages
import Testing

/// What `relay check` can say about a template that is accepted.
struct TemplateLintTests {
    static func transformer(_ template: String) throws -> InputTransformer {
        try InputTransformer(
            inputPaths: [("a", "$.detail.a"), ("d", "$.detail"), ("r", "$.resources[*]"), ("u", "$.detial.x")],
            template: SourceText(name: "", text: template), relayVariables: ["relay.who"])
    }

    @Test(arguments: [
        (#"{"x": <a>}"#, []),
        (#"{"x": "<a>", "y": "<a>"}"#, [EventBridgeDifference.Reason.notEscaped("a")]),
        (#""<a>""#, [.notEscaped("a")]),
        (#"{"x": "<relay.who>"}"#, [.relayVariable("relay.who")]),
        (#"{"x": "<aws.events.rule-name>"}"#, []),
        (#"{"x": "<https://x/<a>|y>"}"#, [.literalAngleBrackets("<https://x/<a>|y>"), .notEscaped("a")]),
        (#"{"x": "\u003chttps://x|y\u003e"}"#, []),
        (#" [<r>]"#, [.listTemplate, .wildcardPath("r")]),
    ])
    func differencesFromEventBridge(template: String, reasons: [EventBridgeDifference.Reason]) throws {
        #expect(try Self.transformer(template).eventBridgeDifferences.map(\.reason) == reasons)
    }

    @Test(arguments: [
        (#"{"x": "<a>"}"#, []),
        (#"{"x": "all: <d>"}"#, [TemplateWarning.Reason.structureInString("d")]),
        (#"{"x": "<r>"}"#, [.structureInString("r")]),
        (#"{"x": <d>}"#, []),
        (#""<d>""#, []),
        (#"{"x": "<u>"}"#, [.unknownEnvelopeField(path: "$.detial.x")]),
        (
            #"{"x": "<detail.a> < a> <http://x> <!here> <a b>"}"#,
            [.nearPlaceholder("<detail.a>"), .nearPlaceholder("< a>"), .nearPlaceholder("<a b>")]
        ),
        (
            #"{"x": "<@<a>> <!subteam^<a>> <#<a>|c>"}"#,
            [.valueChoosesMention("a"), .valueChoosesMention("a"), .valueChoosesMention("a")]
        ),
        (#"{"x": "<!date^<a>^{time}|x> <https://<a>|<a>> <<a>>"}"#, []),
        (#"{"x": "\u003c@<a>\u003e"}"#, [.valueChoosesMention("a")]),
        (#"{"x": "< @<a>"}"#, []),
    ])
    func warnings(template: String, reasons: [TemplateWarning.Reason]) throws {
        let warnings = try Self.transformer(template).warnings(for: SlackEscaping()).map(\.reason)
        #expect(warnings.filter { if case .unusedPath = $0 { false } else { true } } == reasons)
    }

    @Test func namesWhatIsNotUsed() throws {
        let warnings = try Self.transformer(#"{"x": <a>, "y": <u>}"#).warnings(for: SlackEscaping())
        #expect(
            warnings.map(\.description) == [
                "an EventBridge event has no such field: $.detial.x; did you mean $.detail.x?",
                "the template does not use 'd'", "the template does not use 'r'",
            ])
    }
}
