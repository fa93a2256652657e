package import Diagnostics
import TextFormats

/// Checks a tree of values against a schema and reports everything that does not fit.
package struct SchemaCheck {
    private let source: SourceText
    /// Everything that does not fit, in the order in which it was found.
    package private(set) var problems: [Problem] = []
    private let secrets: @Sendable ([UInt8]) -> [Range<Int>]

    /// - Parameter secrets: The parts of a text that look like secrets, which no ordinary text may hold.
    package init(source: SourceText, secrets: @escaping @Sendable ([UInt8]) -> [Range<Int>]) {
        self.source = source
        self.secrets = secrets
    }

    /// - Parameter name: The key under which the value stands, for messages.
    package mutating func check(_ node: DocumentNode, _ schema: Schema, name: String) {
        switch schema {
        case .text(let rule): checkText(node, rule, name: name)
        case .integer(let range): checkInteger(node, range, name: name)
        case .boolean:
            if case .bool = node.scalar?.kind { return }
            report(.wrongType, "'\(name)' must be true or false, not \(node.kindName)", at: node)
        case .choice(let choices): checkChoice(node, choices.map(\.word), name: name)
        case .object(let object): checkObject(node, object, name: name)
        case .map(let key, let value, let limit): checkMap(node, key, value, limit, name: name)
        case .list(let element, let count): checkList(node, element, count, name: name)
        case .oneOrList(let element):
            if case .sequence = node.content { return checkList(node, element, nil, name: name) }
            check(node, element, name: name)
        case .jsonObject(let form):
            if case .mapping = node.content { return checkDuplicates(below: node) }
            if isText(node, name: name) { return }
            let text = form == .pattern ? "JSON text" : "the path of a file"
            reportUnlessAmbiguous(node, "'\(name)' must be a mapping or \(text), not \(node.kindName)")
        case .anyValue: checkDuplicates(below: node)
        }
    }
}

// MARK: - Single values

extension SchemaCheck {
    private func isText(_ node: DocumentNode, name: String) -> Bool { node.scalar?.kind == .string }

    private mutating func checkText(_ node: DocumentNode, _ rule: TextRule, name: String) {
        guard let scalar = node.scalar, scalar.kind == .string else {
            let message = "'\(name)' must be text, not \(node.kindName)"
            guard let scalar = node.scalar, scalar.kind != .null else { return report(.wrongType, message, at: node) }
            // A secret is not repeated, not even to say how to quote it.
            if rule.isSensitive { return report(.wrongType, message, at: node.range, help: "write it in quotes") }
            return reportUnlessAmbiguous(node, message, help: "write it in quotes: \"\(scalar.text)\"")
        }
        check(scalar, rule, at: node.range, name: name)
        if !rule.isSensitive, let secret = secrets(Array(scalar.text.utf8)).first {
            let place = ScalarPlaces.map(scalar, at: node.range, in: source.bytes).place(of: secret)
            report(
                .literalSecret, "'\(name)' holds a secret that is written out", at: place,
                help: "keep it elsewhere; a connection and an invocation_endpoint can refer to it: ${env:NAME}")
        }
    }

    /// Checks a value, or a key, against a rule.
    private mutating func check(_ scalar: DocumentScalar, _ rule: TextRule, at range: Range<Int>, name: String) {
        let count = scalar.text.unicodeScalars.count
        if count > rule.length.upperBound || count < rule.length.lowerBound {
            let bounds = rule.length
            let wanted =
                bounds.lowerBound == bounds.upperBound
                ? "\(bounds.lowerBound) characters"
                : count < bounds.lowerBound
                    ? "at least \(bounds.lowerBound) character\(bounds.lowerBound == 1 ? "" : "s")"
                    : "at most \(bounds.upperBound) characters"
            report(.outOfRange, "'\(name)' has \(count) characters; \(rule.name) has \(wanted)", at: range)
        } else if let refusal = rule.refusal(scalar.text) {
            let place = refusal.range.map { ScalarPlaces.map(scalar, at: range, in: source.bytes).place(of: $0) }
            report(refusal.code, "'\(name)': \(refusal.message)", at: place ?? range, help: refusal.help)
        }
    }

    private mutating func checkInteger(_ node: DocumentNode, _ range: ClosedRange<Int>, name: String) {
        guard node.scalar?.kind == .number else {
            return reportUnlessAmbiguous(node, "'\(name)' must be a whole number, not \(node.kindName)")
        }
        guard let value = node.integer else {
            return report(.wrongType, "'\(name)' must be a whole number", at: node)
        }
        guard range.contains(value) else {
            let wanted =
                range.lowerBound == range.upperBound
                ? "\(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
            return report(.outOfRange, "'\(name)' is \(value), but must be \(wanted)", at: node)
        }
    }

    private mutating func checkChoice(_ node: DocumentNode, _ words: [String], name: String) {
        guard let scalar = node.scalar, scalar.kind == .string else {
            return reportUnlessAmbiguous(node, "'\(name)' must be one of \(words.joined(separator: ", "))")
        }
        guard !words.containsBytes(of: scalar.text) else { return }
        let near = Spelling.nearest(to: scalar.text, among: words).map { "did you mean \($0)?" }
        let all = "expected one of \(words.joined(separator: ", "))"
        report(.invalidValue, "'\(scalar.text)' is no \(name)", at: node.range, help: near ?? all)
    }
}

// MARK: - Collections

extension SchemaCheck {
    private mutating func checkObject(_ node: DocumentNode, _ schema: ObjectSchema, name: String) {
        guard case .mapping(let entries) = node.content else {
            return reportUnlessAmbiguous(node, "'\(name)' must be a mapping, not \(node.kindName)")
        }
        checkDuplicates(entries)
        for entry in entries {
            if let field = schema.field(entry.name) {
                check(entry.value, field.schema, name: entry.name)
            } else {
                reportUnknown(entry, schema)
            }
        }
        for field in schema.fields where field.isRequired && node[field.name] == nil {
            report(.missingKey, "\(schema.name) needs '\(field.name)'", at: node.range, help: field.summary)
        }
        for alternatives in schema.alternatives { checkAlternatives(alternatives, node, schema) }
        for condition in schema.conditions { checkCondition(condition, node, schema) }
    }

    private mutating func reportUnknown(_ entry: DocumentEntry, _ schema: ObjectSchema) {
        let names = schema.fields.map(\.name)
        let advice = schema.foreign.first { $0.key.hasBytes(of: entry.name) }?.value
        let near = Spelling.nearest(to: entry.name, among: names).map { "did you mean '\($0)'?" }
        report(
            .unknownKey, "\(schema.name) has no key '\(entry.name)'", at: entry.keyRange,
            help: advice ?? near ?? "its keys are \(names.joined(separator: ", "))")
    }

    private mutating func checkAlternatives(
        _ alternatives: ObjectSchema.Alternatives, _ node: DocumentNode, _ schema: ObjectSchema
    ) {
        let present = node.entries.filter { entry in
            alternatives.names.containsBytes(of: entry.name)
        }
        let names = alternatives.names.map { "'\($0)'" }
        if present.isEmpty, alternatives.isOneRequired {
            report(.missingKey, "\(schema.name) needs \(names.joined(separator: " or "))", at: node.range)
        }
        let first = present.first
        for entry in present.dropFirst() where !entry.name.hasBytes(of: first?.name ?? "") {
            report(
                .conflictingKeys, "\(schema.name) has only one of \(names.joined(separator: ", "))", at: entry.keyRange)
        }
    }

    private mutating func checkCondition(
        _ condition: ObjectSchema.Condition, _ node: DocumentNode, _ schema: ObjectSchema
    ) {
        switch condition {
        case .selects(let key, let object, let memberByWord):
            guard let word = node[key]?.scalar?.text, let members = node[object], case .mapping = members.content,
                let wanted = memberByWord.first(where: { $0.word.hasBytes(of: word) })?.member
            else { return }
            if members[wanted] == nil {
                report(.missingKey, "\(key) \(word) needs '\(wanted)' in \(object)", at: members.range)
            }
            for entry in members.entries where !entry.name.hasBytes(of: wanted) {
                guard memberByWord.contains(where: { $0.member.hasBytes(of: entry.name) }) else { continue }
                report(.conflictingKeys, "\(key) \(word) takes no '\(entry.name)'", at: entry.keyRange)
            }
        case .textWhenTrue(let key, let value, let rule):
            // A value that breaks its own rule has been reported.
            guard case .bool(true) = node[key]?.scalar?.kind, let node = node[value], let scalar = node.scalar,
                scalar.kind == .string, case .text(let own)? = schema.field(value)?.schema,
                own.refusal(scalar.text) == nil
            else { return }
            check(scalar, rule, at: node.range, name: value)
        }
    }

    private mutating func checkMap(
        _ node: DocumentNode, _ key: TextRule, _ value: Schema, _ limit: Int?, name: String
    ) {
        guard case .mapping(let entries) = node.content else {
            return reportUnlessAmbiguous(node, "'\(name)' must be a mapping, not \(node.kindName)")
        }
        checkDuplicates(entries)
        if let limit, entries.count > limit {
            report(
                .outOfRange, "'\(name)' has \(entries.count) entries; at most \(limit) are allowed",
                at: entries[limit].keyRange)
        }
        for entry in entries {
            let scalar = DocumentScalar(kind: .string, text: entry.name, style: .plain)
            check(scalar, key, at: entry.keyRange, name: entry.name)
            check(entry.value, value, name: entry.name)
        }
    }

    private mutating func checkList(_ node: DocumentNode, _ element: Schema, _ count: ClosedRange<Int>?, name: String) {
        guard case .sequence(let elements) = node.content else {
            return reportUnlessAmbiguous(
                node, "'\(name)' must be a list, not \(node.kindName)",
                help: node.scalar.map { "write [\($0.text)]" })
        }
        if let count, !count.contains(elements.count) {
            let wanted =
                elements.count < count.lowerBound ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
            report(.outOfRange, "'\(name)' has \(elements.count) entries; it needs \(wanted)", at: node.range)
        }
        for value in elements { check(value, element, name: name) }
    }

    /// Reports duplicate keys at every level below a node, for JSON of the author's own. Readers of YAML refuse
    /// duplicate keys, and readers of JSON do not agree on them.
    private mutating func checkDuplicates(below node: DocumentNode) {
        checkDuplicates(node.entries)
        for entry in node.entries { checkDuplicates(below: entry.value) }
        for element in node.elements { checkDuplicates(below: element) }
    }

    /// Reports keys that stand twice in one mapping, at the second place.
    mutating func checkDuplicates(_ entries: [DocumentEntry]) {
        var seen: [[UInt8]: DocumentEntry] = [:]
        for entry in entries {
            if let first = seen.updateValue(entry, forKey: Array(entry.name.utf8)) {
                let line = source.location(ofByte: first.keyRange.lowerBound).line
                report(
                    .duplicateKey, "duplicate key '\(entry.name)', already on line \(line)", at: entry.keyRange,
                    help: "merge the two or rename one")
            }
        }
    }
}

// MARK: - Reporting

extension SchemaCheck {
    private mutating func report(_ code: Problem.Code, _ message: String, at node: DocumentNode) {
        report(code, message, at: node.range)
    }

    private mutating func report(
        _ code: Problem.Code, _ message: String, at range: Range<Int>, help: String? = nil
    ) {
        problems.append(Problem(code, message, help: help, in: source, at: range))
    }

    private mutating func reportUnlessAmbiguous(_ node: DocumentNode, _ message: String, help: String? = nil) {
        if let scalar = node.scalar, case .ambiguous(let ambiguity) = scalar.kind {
            problems.append(ambiguity.problem(scalar, in: source, at: node.range))
        } else {
            problems.append(Problem(.wrongType, message, help: help, in: source, at: node.range))
        }
    }
}
