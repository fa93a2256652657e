public import JSONText
import TextFormats

/// An event pattern as its author wrote it: which fields it names, with which tests, and in which combinations.
///
/// ``EventPattern`` is compiled to match; this keeps the text of each test, for lints to examine.
public struct PatternOutline: Sendable {
    /// One way for an event to match: every field must hold one of its tests.
    public struct Alternative: Sendable {
        public fileprivate(set) var fields: [Field] = []

        /// The field at a path, keys joined by points; nil where the alternative does not name it.
        public subscript(path: String) -> Field? { fields.last { $0.path.hasBytes(of: path) } }
    }

    /// A field of the event with the tests that it may pass.
    public struct Field: Sendable {
        /// The keys joined by points.
        public let path: String
        /// Where the field's own key stands in the pattern.
        public let keyRange: Range<Int>
        /// The entries of the field's list, in its order.
        public let tests: [Test]
    }

    /// One value of a field's list.
    public struct Test: Sendable {
        /// The operator of a test; `other` stands for `numeric`, `cidr` and unknown ones.
        public enum Form: Hashable, Sendable {
            case exact, prefix, suffix, wildcard, equalsIgnoreCase
            case anythingBut
            /// The operand: whether the field must be there.
            case exists(Bool)
            /// `numeric`, `cidr`, or an operator that EventBridge does not have.
            case other
        }

        /// Which operator the test uses; `exact` for a plain value and for `exactly`.
        public let form: Form
        /// The JSON of the whole test.
        public let value: JSONValue
        /// The text that the test looks for, if it looks for one; nil for `anything-but`.
        public let text: String?
        /// Where the value stands that the test compares with: of an operator its operand.
        public var range: Range<Int> { value.members.first?.value.range ?? value.range }
    }

    /// One for each combination of `$or` branches.
    public private(set) var alternatives = [Alternative()]

    /// Every field, those of several alternatives once.
    public var fields: [Field] {
        var seen: Set<Int> = []
        return alternatives.flatMap(\.fields).filter { seen.insert($0.keyRange.lowerBound).inserted }
    }

    /// Whether any test is a wildcard, `anything-but` one included.
    public var hasWildcard: Bool {
        fields.contains { field in
            field.tests.contains { $0.form == .wildcard || $0.value["anything-but"]?["wildcard"] != nil }
        }
    }

    /// Whether the pattern is about CloudTrail's records.
    public var isAboutCloudTrail: Bool {
        fields.contains { field in
            Self.recordPaths.contains { field.path.utf8.starts(with: $0.utf8) }
                || (field.path.hasBytes(of: "detail-type")
                    && field.tests.contains { mentionsCloudTrail($0) })
        }
    }

    private static let recordPaths = [
        "detail.eventName", "detail.eventSource", "detail.userIdentity", "detail.eventType",
    ]

    private func mentionsCloudTrail(_ test: Test) -> Bool {
        test.text.map { $0.lowercased().utf8.count > 0 && $0.lowercased().hasSuffix("cloudtrail") } ?? false
    }

    /// - Parameter text: A pattern that EventBridge accepts; of any other text, the fields that can be recognised.
    public init(_ text: [UInt8]) {
        guard let document = try? JSONDocument(parsing: text) else { return }
        add(document.root, path: "")
    }

    private mutating func add(_ object: JSONValue, path: String) {
        for member in object.members {
            let name = member.name
            if name.hasBytes(of: "$or"), member.value.kind == .array {
                fork(member.value.elements, path: path)
                continue
            }
            let inner = path.isEmpty ? name : "\(path).\(name)"
            switch member.value.kind {
            case .object: add(member.value, path: inner)
            case .array:
                add(Field(path: inner, keyRange: member.key.range, tests: member.value.elements.map(Test.init)))
            default: break
            }
        }
    }

    private mutating func add(_ field: Field) {
        for index in alternatives.indices {
            // A later field of the same path takes the place of an earlier one.
            alternatives[index].fields.removeAll { $0.path.hasBytes(of: field.path) }
            alternatives[index].fields.append(field)
        }
    }

    private mutating func fork(_ branches: [JSONValue], path: String) {
        // A pattern within EventBridge's limit has at most 1,000 combinations.
        guard branches.count >= 2, alternatives.count * branches.count <= Self.alternativesLimit else { return }
        let before = alternatives
        var forked: [Alternative] = []
        for branch in branches {
            alternatives = before
            add(branch, path: path)
            forked += alternatives
        }
        alternatives = forked
    }

    /// How many combinations of `$or` branches are kept: as many as EventBridge accepts.
    public static let alternativesLimit = 1_000
}

extension PatternOutline.Test {
    /// - Parameter value: One entry of a field's list.
    public init(_ value: JSONValue) {
        self.value = value
        guard value.kind == .object, let member = value.members.first else {
            form = .exact
            text = value.string
            return
        }
        let operand = member.value
        switch member.name {
        case "prefix": form = .prefix
        case "suffix": form = .suffix
        case "wildcard": form = .wildcard
        case "equals-ignore-case": form = .equalsIgnoreCase
        case "exactly": form = .exact
        case "anything-but": form = .anythingBut
        case "exists": form = .exists(operand.bool == true)
        default: form = .other
        }
        switch form {
        case .exact, .wildcard, .equalsIgnoreCase: text = operand.string
        case .prefix, .suffix: text = operand.string ?? operand["equals-ignore-case"]?.string
        default: text = nil
        }
    }
}
