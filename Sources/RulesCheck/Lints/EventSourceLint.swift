import ConfigDocument
import Diagnostics
import EventPatterns

extension RuleLint {
    /// Compares envelope fields with the fields of the record that they are made from, and event names with their
    /// service.
    static let eventSources = RuleLint(summary: "Tests that no event can pass together") { subject in
        subject.outline.alternatives.flatMap { alternative in
            MirroredField.all.flatMap { contradiction(alternative, $0) } + otherService(alternative)
        }
    }

    /// A field of the envelope that EventBridge makes from a field of the record.
    private struct MirroredField {
        let envelope: String
        let record: String
        /// Translate a value of the envelope into the record's, and the reverse; nil where there is no counterpart.
        let recordValue: @Sendable (String) -> String?
        let envelopeValue: @Sendable (String) -> String?

        static let all: [MirroredField] = [
            MirroredField(
                envelope: "source", record: "detail.eventSource",
                recordValue: { $0.hasPrefix("aws.") ? "\($0.dropFirst(4)).amazonaws.com" : nil },
                envelopeValue: { $0.hasSuffix(".amazonaws.com") ? "aws.\($0.dropLast(14))" : nil }),
            MirroredField(envelope: "region", record: "detail.awsRegion", recordValue: { $0 }, envelopeValue: { $0 }),
            MirroredField(
                envelope: "account", record: "detail.recipientAccountId", recordValue: { $0 }, envelopeValue: { $0 }),
            MirroredField(envelope: "id", record: "detail.eventID", recordValue: { $0 }, envelopeValue: { $0 }),
        ]
    }

    private static func contradiction(_ alternative: PatternOutline.Alternative, _ field: MirroredField) -> [Finding] {
        guard let envelope = alternative[field.envelope], let record = alternative[field.record] else { return [] }
        let given =
            exactTexts(envelope).compactMap(field.recordValue)
            + exactTexts(record).filter { value in
                field.envelopeValue(value).map { envelope.accepts($0) } ?? false
            }
        let isSettled = !exactTexts(envelope).isEmpty || !exactTexts(record).isEmpty
        guard isSettled, !given.contains(where: { record.accepts($0) }) else { return [] }
        return [
            Finding(
                code: .contradiction,
                message: "\(field.envelope) and \(field.record) say the same of an event, and never agree here: "
                    + "the rule never matches",
                help: "keep one of the two", place: .pattern(record.keyRange))
        ]
    }

    /// Event names of a service that the pattern's sources leave out.
    private static func otherService(_ alternative: PatternOutline.Alternative) -> [Finding] {
        guard let names = alternative["detail.eventName"] else { return [] }
        return names.tests.compactMap { test in
            guard test.form == .exact, let name = test.text, let event = KnownEvent.named(name) else { return nil }
            let values = ["source": "aws.\(event.service)", "detail.eventSource": "\(event.service).amazonaws.com"]
            for path in ["source", "detail.eventSource"] {
                guard let field = alternative[path], let value = values[path], !field.accepts(value) else { continue }
                return Finding(
                    code: .contradiction,
                    message: "\(name) comes from \(value), which '\(path)' leaves out: it never matches",
                    help: "add \(value) to \(path), in a '$or' if the other names have nothing to do with it",
                    place: .pattern(test.range))
            }
            return nil
        }
    }

    private static func exactTexts(_ field: PatternOutline.Field) -> [String] {
        // With any other kind of test in the list, the exact values are not all that the field accepts.
        guard field.tests.allSatisfy({ $0.form == .exact }) else { return [] }
        return field.tests.compactMap(\.text)
    }
}
