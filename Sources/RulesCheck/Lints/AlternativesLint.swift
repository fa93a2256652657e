import ConfigDocument
import EventPatterns
import JSONText
import TextFormats

extension RuleLint {
    /// Lists that exclude less than they seem to: the values of a list are alternatives, so that `anything-but` accepts
    /// nearly everything.
    static let alternatives = RuleLint(summary: "A field shadowed by its own anything-but") { subject in
        subject.outline.fields.flatMap { shadowed($0) + doubled($0) }
    }

    /// `["a", {"anything-but": "a"}]` matches every value there is.
    private static func shadowed(_ field: PatternOutline.Field) -> [Finding] {
        guard let rest = field.tests.first(where: { $0.form == .anythingBut }), let operand = rest.value["anything-but"]
        else { return [] }
        let excluded = operand.kind == .array ? operand.elements : [operand]
        return field.tests.filter { $0.form == .exact }.compactMap { test in
            let isExcluded = excluded.contains { $0.compact.hasBytes(of: test.value.compact) }
            return Finding(
                code: .contradiction,
                message: isExcluded
                    ? "the list takes every value: what anything-but leaves out is let in beside it"
                    : "the values of a list are alternatives: anything-but lets this one in already",
                help: "leave one of the two out", place: .pattern(test.range))
        }
    }

    /// `[{"anything-but": "a"}, {"anything-but": "b"}]`: `a` passes the second, `b` the first.
    private static func doubled(_ field: PatternOutline.Field) -> [Finding] {
        let tests = field.tests.filter { $0.form == .anythingBut }
        guard tests.count > 1, let last = tests.last else { return [] }
        return [
            Finding(
                code: .contradiction,
                message: "the values of a list are alternatives: what one anything-but leaves out, the other lets in",
                help: "write one: {\"anything-but\": [\"a\", \"b\"]}", place: .pattern(last.range))
        ]
    }
}
