import EventPatterns
import JSONText

extension PatternOutline.Field {
    /// Whether one of the field's tests accepts a text, by EventBridge's own rules.
    func accepts(_ text: String) -> Bool {
        let list = tests.map(\.value.compact).joined(separator: ",")
        guard let pattern = try? EventPattern(parsing: "{\"field\":[\(list)]}") else { return false }
        let value = Array(text.utf8)
        return pattern.alternatives.contains { alternative in
            alternative.fields.contains { $0.tests.contains { $0.accepts(.string, value.span) } }
        }
    }
}
