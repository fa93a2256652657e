import JSONText

/// The JSON Schema of a document, for editors that complete and check as one types.
///
/// Made from the same ``ObjectSchema`` that ``SchemaCheck`` checks by, so that the two cannot disagree. References
/// between parts of the document, which a JSON Schema cannot express, are checked elsewhere.
package enum JSONSchema {
    /// The schema as JSON text, draft 2020-12, with a line end.
    package static func text(of object: ObjectSchema, title: String) -> String {
        var schema = SchemaValue.of(object)
        schema.insert("$schema", .text("https://json-schema.org/draft/2020-12/schema"), at: 0)
        schema.insert("title", .text(title), at: 1)
        return schema.text(indentation: 0) + "\n"
    }
}

/// A JSON value under construction; members keep their order.
private indirect enum SchemaValue {
    case object([(name: String, value: SchemaValue)])
    case list([SchemaValue])
    case text(String)
    case integer(Int)
    case boolean(Bool)

    mutating func insert(_ name: String, _ value: SchemaValue, at index: Int) {
        guard case .object(var members) = self else { return }
        members.insert((name, value), at: min(index, members.count))
        self = .object(members)
    }

    mutating func append(_ name: String, _ value: SchemaValue) {
        insert(name, value, at: Int.max)
    }

    func text(indentation: Int) -> String {
        let inner = String(repeating: " ", count: indentation + 2)
        let outer = String(repeating: " ", count: indentation)
        switch self {
        case .object(let members) where members.isEmpty: return "{}"
        case .object(let members):
            let lines = members.map {
                "\(inner)\(JSONString.quoted($0.name)): \($0.value.text(indentation: indentation + 2))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        case .list(let values):
            return "[\(values.map { $0.text(indentation: indentation) }.joined(separator: ", "))]"
        case .text(let text): return JSONString.quoted(text)
        case .integer(let value): return "\(value)"
        case .boolean(let value): return "\(value)"
        }
    }
}

// MARK: - From schemas

extension SchemaValue {
    static func of(_ schema: Schema) -> SchemaValue {
        switch schema {
        case .text(let rule): return of(rule)
        case .integer(let range):
            return .object([
                ("type", .text("integer")), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ])
        case .boolean: return .object([("type", .text("boolean"))])
        case .choice(let choices): return of(choices)
        case .object(let object): return of(object)
        case .map(let key, let value, let limit):
            var schema = SchemaValue.object([
                ("type", .text("object")), ("propertyNames", of(key)), ("additionalProperties", of(value)),
            ])
            if let limit { schema.append("maxProperties", .integer(limit)) }
            return schema
        case .list(let element, let count):
            var schema = SchemaValue.object([("type", .text("array")), ("items", of(element))])
            if let count {
                schema.append("minItems", .integer(count.lowerBound))
                schema.append("maxItems", .integer(count.upperBound))
            }
            return schema
        case .oneOrList(let element):
            return .object([("anyOf", .list([of(element), of(.list(element))]))])
        case .jsonObject: return .object([("type", .list([.text("object"), .text("string")]))])
        case .anyValue: return .object([])
        }
    }

    static func of(_ object: ObjectSchema) -> SchemaValue {
        let properties = object.fields.map { field -> (name: String, value: SchemaValue) in
            var schema = of(field.schema)
            schema.insert("description", .text(field.summary), at: 0)
            return (field.name, schema)
        }
        var schema = SchemaValue.object([
            ("type", .text("object")), ("additionalProperties", .boolean(false)),
            ("properties", .object(properties)),
        ])
        let required = object.fields.filter(\.isRequired).map { SchemaValue.text($0.name) }
        if !required.isEmpty { schema.append("required", .list(required)) }
        let demands = object.alternatives.map(of) + object.conditions.flatMap(of)
        if !demands.isEmpty { schema.append("allOf", .list(demands)) }
        return schema
    }

    private static func of(_ rule: TextRule) -> SchemaValue {
        var schema = SchemaValue.object([("type", .text("string"))])
        if rule.length.lowerBound > 0 { schema.append("minLength", .integer(rule.length.lowerBound)) }
        if rule.length.upperBound < Document.textBytesLimit {
            schema.append("maxLength", .integer(rule.length.upperBound))
        }
        if let regex = rule.regex { schema.append("pattern", .text(regex)) }
        return schema
    }

    private static func of(_ choices: [Schema.Choice]) -> SchemaValue {
        guard choices.contains(where: { !$0.summary.isEmpty }) else {
            return .object([("enum", .list(choices.map { .text($0.word) }))])
        }
        // Not `enum`: editors show a description for each of these.
        let words = choices.map { SchemaValue.object([("const", .text($0.word)), ("description", .text($0.summary))]) }
        return .object([("oneOf", .list(words))])
    }

    private static func of(_ alternatives: ObjectSchema.Alternatives) -> SchemaValue {
        let each = alternatives.names.map { SchemaValue.object([("required", .list([.text($0)]))]) }
        if alternatives.isOneRequired { return .object([("oneOf", .list(each))]) }
        let none = SchemaValue.object([("not", .object([("anyOf", .list(each))]))])
        return .object([("oneOf", .list([none] + each))])
    }

    private static func of(_ condition: ObjectSchema.Condition) -> [SchemaValue] {
        switch condition {
        case .selects(let key, let object, let memberByWord):
            return memberByWord.map { word, member in
                let others = memberByWord.filter { $0.member != member }.map {
                    (name: $0.member, value: SchemaValue.boolean(false))
                }
                let members = SchemaValue.object([
                    ("required", .list([.text(member)])), ("properties", .object(others)),
                ])
                return implication(
                    if: (key, .object([("const", .text(word))])),
                    then: .object([("properties", .object([(object, members)]))]))
            }
        case .textWhenTrue(let key, let value, let rule):
            return [
                implication(
                    if: (key, .object([("const", .boolean(true))])),
                    then: .object([("properties", .object([(value, of(rule))]))]))
            ]
        }
    }

    private static func implication(if premise: (name: String, value: SchemaValue), then conclusion: SchemaValue)
        -> SchemaValue
    {
        .object([
            (
                "if",
                .object([
                    ("required", .list([.text(premise.name)])),
                    ("properties", .object([(premise.name, premise.value)])),
                ])
            ),
            ("then", conclusion),
        ])
    }
}
