import ConfigDocument
import Diagnostics
import EventPatterns
import TextFormats

extension RuleLint {
    /// Names of fields that no event has, and tests of values where events have objects.
    static let fieldNames = RuleLint(summary: "A field that no CloudTrail event has") { subject in
        subject.outline.fields.compactMap { field in
            unknownName(field, isRecord: subject.outline.isAboutCloudTrail) ?? existenceOfObject(field)
        }
    }

    private static func unknownName(_ field: PatternOutline.Field, isRecord: Bool) -> Finding? {
        let names = field.path.split(separator: ".").map(String.init)
        var parent = ""
        for name in names {
            // Fields of events that are not CloudTrail's are unknown here, except for the envelope.
            let known: [String]? =
                parent.isEmpty
                ? CloudTrailFields.envelope
                : !isRecord ? nil : parent == "detail" ? CloudTrailFields.record : CloudTrailFields.inner[parent]
            if let known, !known.containsBytes(of: name) {
                let place = parent.isEmpty ? "no event" : "no CloudTrail event"
                let path = parent.isEmpty ? name : "\(parent).\(name)"
                let near = Spelling.nearest(to: name, among: known)
                return Finding(
                    code: .neverMatches, message: "\(place) has a field \(path): the rule never matches",
                    help: near.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))",
                    place: .pattern(field.keyRange))
            }
            parent = parent.isEmpty ? name : "\(parent).\(name)"
        }
        return nil
    }

    private static func existenceOfObject(_ field: PatternOutline.Field) -> Finding? {
        guard CloudTrailFields.objects.contains(field.path),
            let test = field.tests.first(where: { if case .exists = $0.form { true } else { false } })
        else { return nil }
        let verdict = test.form == .exists(true) ? "never holds" : "always holds"
        return Finding(
            code: .neverMatches, message: "\(field.path) is an object, and 'exists' sees values only: this \(verdict)",
            help: "ask for a field inside it, such as \(field.path).\(example(of: field.path))",
            place: .pattern(test.range))
    }

    private static func example(of path: String) -> String {
        CloudTrailFields.inner[path]?.first ?? (path == "detail" ? "eventName" : "roleArn")
    }
}
