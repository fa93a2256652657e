import JSONText

/// The part of JSON Schema that relay's schema uses; a keyword it does not know is a failure, not a pass.
struct SchemaValidator {
    let schema: JSONValue
    /// Keywords that were met and are not implemented here.
    private(set) var unknownKeywords: Set<String> = []
    private var regexes: [String: Regex<AnyRegexOutput>] = [:]

    init(_ schema: JSONValue) {
        self.schema = schema
    }

    mutating func accepts(_ value: JSONValue) throws -> Bool { try accepts(value, schema) }

    private mutating func accepts(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        if let verdict = schema.bool { return verdict }
        var verdict = true
        for keyword in schema.members {
            verdict = try accepts(value, keyword.name, keyword.value, in: schema) && verdict
        }
        return verdict
    }

    private mutating func accepts(
        _ value: JSONValue, _ keyword: String, _ operand: JSONValue, in schema: JSONValue
    ) throws -> Bool {
        let members = value.members
        switch keyword {
        case "$schema", "title", "description", "then": return true
        case "type":
            let kinds = operand.string.map { [$0] } ?? operand.elements.compactMap(\.string)
            return kinds.contains { Self.isOf(kind: $0, value) }
        case "const": return value.compact == operand.compact
        case "enum": return operand.elements.contains { $0.compact == value.compact }
        case "minimum": return value.number.flatMap(Double.init).map { $0 >= Double(operand.int ?? 0) } ?? true
        case "maximum": return value.number.flatMap(Double.init).map { $0 <= Double(operand.int ?? 0) } ?? true
        case "minLength": return value.string.map { $0.unicodeScalars.count >= operand.int ?? 0 } ?? true
        case "maxLength": return value.string.map { $0.unicodeScalars.count <= operand.int ?? 0 } ?? true
        case "pattern": return try value.string.map { $0.contains(try regex(operand.string ?? "")) } ?? true
        case "minItems": return value.kind != .array || value.elements.count >= operand.int ?? 0
        case "maxItems": return value.kind != .array || value.elements.count <= operand.int ?? 0
        case "maxProperties": return members.count <= operand.int ?? 0
        case "required":
            return value.kind != .object || operand.elements.allSatisfy { value[$0.string ?? ""] != nil }
        case "items": return try value.elements.allSatisfy { try accepts($0, operand) }
        case "properties":
            return try members.allSatisfy { member in
                try operand[member.name].map { try accepts(member.value, $0) } ?? true
            }
        case "propertyNames":
            return try members.allSatisfy {
                try accepts(JSONDocument(parsing: JSONString.quoted($0.name)).root, operand)
            }
        case "additionalProperties":
            return try members.allSatisfy { member in
                try schema["properties"]?[member.name] != nil || accepts(member.value, operand)
            }
        case "allOf": return try operand.elements.allSatisfy { try accepts(value, $0) }
        case "anyOf": return try operand.elements.contains { try accepts(value, $0) }
        case "oneOf": return try operand.elements.filter { try accepts(value, $0) }.count == 1
        case "not": return try !accepts(value, operand)
        case "if":
            guard try accepts(value, operand), let conclusion = schema["then"] else { return true }
            return try accepts(value, conclusion)
        default:
            unknownKeywords.insert(keyword)
            return false
        }
    }

    private mutating func regex(_ text: String) throws -> Regex<AnyRegexOutput> {
        if let regex = regexes[text] { return regex }
        let regex = try Regex(text)
        regexes[text] = regex
        return regex
    }

    private static func isOf(kind: String, _ value: JSONValue) -> Bool {
        switch (kind, value.kind) {
        case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("null", .null),
            ("boolean", .true), ("boolean", .false):
            true
        case ("integer", .number): value.number.flatMap(Double.init).map { $0 == $0.rounded() } ?? false
        default: false
        }
    }
}
