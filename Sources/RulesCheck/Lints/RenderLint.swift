import ConfigDocument
import Diagnostics
import EventPatterns
import InputTemplates
import JSONText
import Rules
import SlackMessages
import TextFormats

/// Renders each target's input for events of the kind that its rule is for, and checks the result against Slack's
/// limits: once with values of usual length, once with the longest values.
enum RenderLint {
    static func problems(in file: RulesFile) -> [Problem] {
        file.rules.filter { $0.state != .disabled }.flatMap { rule in
            let events = SampleEvent.events(of: file.tests, matching: rule) + SampleEvent.events(for: rule)
            return rule.targets.flatMap { target in
                let render = Render(file: file, rule: rule, target: target)
                // The problems for one event are enough; another event would repeat them.
                let usual = events.lazy.map { render.problems(for: $0, .usual) }.first { !$0.isEmpty }
                return usual ?? events.lazy.map { render.problems(for: $0, .long) }.first { !$0.isEmpty } ?? []
            }
        }
    }
}

/// One target being rendered.
private struct Render {
    /// How long the values are that events bring.
    enum Length {
        case usual, long
    }

    let file: RulesFile
    let rule: Rule
    let target: Target

    private var destination: APIDestination? { file.apiDestination(target.apiDestination) }

    func problems(for event: SampleEvent, _ length: Length) -> [Problem] {
        guard let document = try? JSONDocument(parsing: event.json) else { return [] }
        do throws(RenderError) {
            let body = try target.input.render(document, variables: variables(length))
            guard let endpoint = destination?.endpoint.slackEndpoint, endpoint.takesMessages else { return [] }
            return problems(of: body, for: endpoint, length)
        } catch {
            return [problem(for: error, event)]
        }
    }

    private func variables(_ length: Length) -> TemplateVariables {
        let values = RelayVariable.allCases.map { variable in
            (variable.rawValue, TemplateValue.string(length == .long ? variable.longSample : variable.sample))
        }
        return TemplateVariables(
            ruleName: rule.name, ruleARN: "arn:aws:events:eu-west-1:111122223333:rule/\(rule.name)",
            ingestionTime: "2026-03-02T09:14:05Z", relay: Dictionary(uniqueKeysWithValues: values))
    }

    private func problem(for error: RenderError, _ event: SampleEvent) -> Problem {
        var place = target.idRange
        if let range = error.range, let template = target.mappedTemplate { place = template.place(of: range) }
        return Problem(.invalidTemplate, "for an event \(event.eventName): \(error)", in: file.source, at: place)
    }

    private func problems(of body: [UInt8], for endpoint: SlackEndpoint, _ length: Length) -> [Problem] {
        guard let document = try? JSONDocument(parsing: body), document.root.kind == .object else {
            return [
                Problem(
                    .bodyNotJSON, "Slack takes a JSON object, and this sends text",
                    help: "begin the template with {\"channel\": …, \"text\": …}", in: file.source,
                    at: target.mappedTemplate?.place(of: 0..<1) ?? target.idRange)
            ]
        }
        return SlackMessage(body: document).findings(for: endpoint).compactMap { problem(for: $0, length) }
    }

    private func problem(for finding: SlackFinding, _ length: Length) -> Problem? {
        let severity: Problem.Severity
        switch (finding.severity, length) {
        case (.refused, .usual): severity = .error
        case (.refused, .long), (.changed, .usual): severity = .warning
        case (.advice, .usual): severity = .note
        default: return nil
        }
        let message = length == .long ? "with values as long as they get, \(finding)" : "\(finding)"
        return Problem(.slackLimit, message, in: file.source, at: place(of: finding.pointer), severity: severity)
    }

    /// The place in the file that a JSON pointer into the body leads to.
    private func place(of pointer: String) -> Range<Int> {
        guard case .transformer(let transformer) = target.input, let template = target.mappedTemplate,
            let range = TemplatePlaces(transformer).range(at: pointer)
        else { return target.idRange }
        return template.place(of: range)
    }
}

extension SampleEvent {
    /// Events of the names that a rule's pattern asks for; one of a role's use when it asks for none that relay knows.
    fileprivate static func events(for rule: Rule) -> [SampleEvent] {
        let fields = PatternOutline(rule.patternText).alternatives.compactMap { $0["detail.eventName"] }
        let wanted = all.filter { event in fields.contains { $0.accepts(event.eventName) } }
        return wanted.isEmpty ? [assumeRole] : wanted
    }

    /// The events that stand in the rules file itself and must match a rule.
    fileprivate static func events(of tests: [RuleTest], matching rule: Rule) -> [SampleEvent] {
        let events = tests.filter { $0.matches.containsBytes(of: rule.name) }.flatMap(\.events)
        return events.compactMap { event in
            guard case .inline(let bytes) = event, let document = try? JSONDocument(parsing: bytes),
                let detail = document.root["detail"]
            else { return nil }
            let json = String(decoding: bytes, as: UTF8.self)
            return SampleEvent(eventName: detail["eventName"]?.string ?? "of the tests", json: json)
        }
    }
}

/// Finds the part of a JSON template that produced a part of the rendered body.
///
/// Placeholders inside strings are plain text to a JSON parser; those that stand as values are replaced by strings of
/// the same length. So the template can be parsed as JSON, and a JSON pointer into the body leads to the same place in
/// it.
struct TemplatePlaces {
    private let root: JSONValue?

    init(_ transformer: InputTransformer) {
        var text = transformer.template.bytes
        for placeholder in transformer.placeholders where !placeholder.isQuoted {
            let range = placeholder.range
            for index in range { text[index] = UInt8(ascii: "_") }
            text[range.lowerBound] = UInt8(ascii: "\"")
            text[range.upperBound - 1] = UInt8(ascii: "\"")
        }
        root = try? JSONDocument(parsing: text).root
    }

    /// The bytes of the template at a JSON pointer (RFC 6901). A pointer that leads into a placeholder's value gives
    /// the placeholder.
    func range(at pointer: String) -> Range<Int>? {
        guard var value = root else { return nil }
        for step in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let name = Self.unescaped(step)
            if let member = value[name] {
                value = member
            } else if let index = Int(name), value.elements.indices.contains(index) {
                value = value.elements[index]
            } else {
                break
            }
        }
        // Of an object or a list its beginning: the whole may take up a screen.
        let isLong = value.kind == .object || value.kind == .array
        return isLong ? value.range.lowerBound..<value.range.lowerBound + 1 : value.range
    }

    private static func unescaped(_ step: Substring) -> String {
        step.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }
}
