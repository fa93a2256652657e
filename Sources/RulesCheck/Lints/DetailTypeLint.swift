import ConfigDocument
import Diagnostics
import EventPatterns
import TextFormats

extension RuleLint {
    /// Misspelt detail types, one spelling of two, and detail types that the event does not come with.
    static let detailTypes = RuleLint(summary: "A detail-type that is misspelt, or not the event's") { subject in
        var findings = subject.outline.fields.filter { $0.path.hasBytes(of: "detail-type") }.flatMap { field in
            field.tests.compactMap { misspelt($0, isRecord: subject.outline.isAboutCloudTrail) } + oneSpelling(field)
        }
        for alternative in subject.outline.alternatives { findings += otherType(alternative) }
        return findings
    }

    private static func misspelt(_ test: PatternOutline.Test, isRecord: Bool) -> Finding? {
        guard test.form == .exact, let text = test.text,
            !DetailType.all.containsBytes(of: text)
        else { return nil }
        let near = Spelling.nearest(to: text, among: DetailType.all)
        guard isRecord || near != nil else { return nil }
        return Finding(
            code: .detailType, message: "no CloudTrail event has the detail-type '\(text)': it never matches",
            help: near.map { "did you mean '\($0)'?" } ?? "there are \(DetailType.all.joined(separator: ", "))",
            place: .pattern(test.range))
    }

    private static func oneSpelling(_ field: PatternOutline.Field) -> [Finding] {
        let present = DetailType.signIn.filter { field.accepts($0) }
        guard present.count == 1, let one = present.first, let other = DetailType.signIn.first(where: { $0 != one }),
            let test = field.tests.first(where: { $0.text.map { $0.hasBytes(of: one) } ?? false })
        else { return [] }
        return [
            Finding(
                code: .detailType,
                message: "AWS writes this detail-type both ways: sign-ins spelt otherwise are missed",
                help: "add '\(other)'", place: .pattern(test.range))
        ]
    }

    /// Event names whose events come with none of the detail types that the pattern lists.
    private static func otherType(_ alternative: PatternOutline.Alternative) -> [Finding] {
        guard let types = alternative["detail-type"], let names = alternative["detail.eventName"] else { return [] }
        return names.tests.compactMap { test in
            guard test.form == .exact, let name = test.text, let event = KnownEvent.named(name),
                !event.detailTypes.contains(where: { types.accepts($0) })
            else { return nil }
            return Finding(
                code: .detailType,
                message: "\(name) comes with the detail-type '\(event.detailTypes[0])', which the pattern leaves out",
                help: "add it to detail-type, or leave detail-type out", place: .pattern(test.range))
        }
    }
}
