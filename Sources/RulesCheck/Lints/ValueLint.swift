import ConfigDocument
import Diagnostics
import EventPatterns
import JSONText
import TextFormats

extension RuleLint {
    /// Values that the field never has in any CloudTrail event, by the table in ``ValueForm``.
    static let values = RuleLint(summary: "A value that no CloudTrail event has") { subject in
        guard subject.outline.isAboutCloudTrail else { return [] }
        return subject.outline.fields.flatMap { field in
            field.tests.compactMap { test in
                ValueForm.of(path: field.path).lazy.compactMap { finding(test, $0.form, field.path) }.first
            }
        }
    }

    private static func finding(_ test: PatternOutline.Test, _ form: ValueForm.Form, _ path: String) -> Finding? {
        switch form {
        case .text(let form, let accepts, let repair): return textual(test, path, form, accepts, repair)
        case .words(let words): return word(test, path, words, isComplete: true)
        case .names(let names): return word(test, path, names, isComplete: false)
        case .textualBoolean(let yes, let no):
            if let value = test.value.bool { return never(test, path, "is text", write: quoted(value ? yes : no)) }
            return word(test, path, [yes, yes.uppercased(), no, no.uppercased()], isComplete: true)
        case .boolean:
            guard test.form == .exact, let text = test.text else { return nil }
            return never(
                test, path, "is true or false, not text", write: text.lowercased() == "true" ? "true" : "false")
        case .absentRatherThanNull:
            guard test.value.kind == .null else { return nil }
            return never(test, path, "is left out where there is none, and never null", write: "{\"exists\": false}")
        }
    }

    private static func textual(
        _ test: PatternOutline.Test, _ path: String, _ form: String, _ accepts: (String) -> Bool,
        _ repair: (String) -> String?
    ) -> Finding? {
        if let number = test.value.number {
            return never(test, path, "is text (\(form)), and a number is never equal to text", write: quoted(number))
        }
        guard test.form == .exact, let text = test.text, !accepts(text) else { return nil }
        let repaired = repair(text).map { $0.hasPrefix("{") ? $0 : quoted($0) }
        return never(test, path, "is \(form), never \(quoted(text))", write: repaired)
    }

    private static func word(
        _ test: PatternOutline.Test, _ path: String, _ words: [String], isComplete: Bool
    ) -> Finding? {
        guard test.form == .exact, let text = test.text, !words.containsBytes(of: text)
        else { return nil }
        let sameButCase = words.first { $0.lowercased().utf8.elementsEqual(text.lowercased().utf8) }
        guard let near = sameButCase ?? (isComplete ? Spelling.nearest(to: text, among: words) : nil) else {
            guard isComplete else { return nil }
            return Finding(
                code: .neverMatches, message: "\(path) is never \(quoted(text)): it never matches",
                help: "there are \(words.joined(separator: ", "))", place: .pattern(test.range))
        }
        return never(test, path, "is never \(quoted(text))", write: quoted(near))
    }

    private static func never(_ test: PatternOutline.Test, _ path: String, _ reason: String, write: String?) -> Finding
    {
        Finding(
            code: .neverMatches, message: "\(path) \(reason): it never matches",
            help: write.map { "write \($0)" } ?? "see the event in CloudTrail's event history",
            place: .pattern(test.range))
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
