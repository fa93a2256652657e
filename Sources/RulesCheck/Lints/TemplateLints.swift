import ConfigDocument
import Diagnostics
import EventPatterns
import InputTemplates
import Rules
import SlackMessages
import TextFormats

/// Checks a target's template without an event: what is probably not meant, and what EventBridge would do otherwise.
enum TemplateLints {
    static func problems(in file: RulesFile) -> [Problem] {
        file.rules.filter { $0.state != .disabled }.flatMap { rule in
            let isAboutCloudTrail = PatternOutline(rule.patternText).isAboutCloudTrail
            return rule.targets.flatMap { target in
                problems(of: target, in: file) + (isAboutCloudTrail ? unknownFields(of: target, in: file) : [])
            }
        }
    }

    /// Paths to fields that no CloudTrail record has, so that the variable would always be empty.
    private static func unknownFields(of target: Target, in file: RulesFile) -> [Problem] {
        guard case .transformer(let transformer) = target.input, let text = target.mappedTemplate else { return [] }
        var seen: Set<String> = []
        return transformer.placeholders.compactMap { placeholder in
            guard case .path(let path) = placeholder.source, seen.insert(path.text).inserted else { return nil }
            let steps = path.text.split(separator: ".").dropFirst()
            guard steps.first == "detail", let step = steps.dropFirst().first else { return nil }
            let name = String(step.prefix { $0 != "[" })
            guard name != "*", !CloudTrailFields.record.containsBytes(of: name) else {
                return nil
            }
            return Problem(
                .suspiciousTemplate, "<\(placeholder.name)> is always empty: no CloudTrail event has detail.\(name)",
                help: Spelling.nearest(to: name, among: CloudTrailFields.record).map { "did you mean detail.\($0)?" },
                in: file.source, at: text.place(of: placeholder.range))
        }
    }

    private static func problems(of target: Target, in file: RulesFile) -> [Problem] {
        guard case .transformer(let transformer) = target.input, let text = target.mappedTemplate else { return [] }
        let warnings = transformer.warnings(for: SlackEscaping()).map { warning in
            Problem(
                .suspiciousTemplate, "\(warning)", in: file.source,
                at: warning.range.map(text.place) ?? target.idRange)
        }
        return warnings + differences(transformer, text, in: file.source)
    }

    /// One note for all variables that EventBridge does not have and one for all that it would not escape, since a good
    /// template has many; the rest one by one.
    private static func differences(
        _ transformer: InputTransformer, _ text: MappedText, in source: SourceText
    ) -> [Problem] {
        var own: [EventBridgeDifference] = []
        var unescaped: [EventBridgeDifference] = []
        var problems: [Problem] = []
        func note(_ message: String, _ range: Range<Int>) {
            problems.append(Problem(.relayOnly, message, in: source, at: text.place(of: range)))
        }
        for difference in transformer.eventBridgeDifferences {
            switch difference.reason {
            case .relayVariable: own.append(difference)
            case .notEscaped: unescaped.append(difference)
            default: note("\(difference)", difference.range)
            }
        }
        if let first = own.first {
            note("this template works in relay only: EventBridge would refuse \(names(own))", first.range)
        }
        if let first = unescaped.first {
            note(
                "EventBridge does not escape \(names(unescaped)): with a quote, a backslash or a line end in a value it "
                    + "would deliver nothing; relay escapes",
                first.range)
        }
        return problems
    }

    private static func names(_ differences: [EventBridgeDifference]) -> String {
        let names = differences.compactMap { difference -> String? in
            switch difference.reason {
            case .relayVariable(let name), .notEscaped(let name): "<\(name)>"
            default: nil
            }
        }
        return names.joined(separator: ", ")
    }
}
