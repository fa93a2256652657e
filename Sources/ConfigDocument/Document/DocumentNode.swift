import TextFormats

/// One value of a rules file and where it stands, whether the file is YAML or JSON.
package struct DocumentNode: Hashable, Sendable {
    /// What a node is.
    package enum Content: Hashable, Sendable {
        /// Keys with values, in the order of the file; duplicate keys are all there.
        case mapping([DocumentEntry])
        /// A list.
        case sequence([DocumentNode])
        /// A single value.
        case scalar(DocumentScalar)
    }

    /// What the node is.
    package let content: Content
    /// In bytes of the source. For a YAML collection only the place where it begins, for a block scalar its header.
    package let range: Range<Int>

    /// The scalar; nil for a mapping or a list.
    package var scalar: DocumentScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// A mapping's entries in the order of the file; empty for other kinds.
    package var entries: [DocumentEntry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    /// A sequence's elements; empty for other kinds.
    package var elements: [DocumentNode] {
        if case .sequence(let elements) = content { elements } else { [] }
    }

    /// The value of a key; of a duplicate key the last.
    package subscript(name: String) -> DocumentNode? {
        entries.last { $0.name.hasBytes(of: name) }?.value
    }

    /// A string's value; nil for other kinds.
    package var text: String? { scalar.flatMap { $0.kind == .string ? $0.text : nil } }

    /// A whole number's value, however it is written (`100`, `1e2`); nil for other kinds.
    package var integer: Int? {
        guard let scalar, scalar.kind == .number else { return nil }
        return Int(scalar.text) ?? Double(scalar.text).flatMap { Int(exactly: $0) }
    }

    /// The value of `true` or `false`; nil for other kinds.
    package var bool: Bool? {
        if case .bool(let value) = scalar?.kind { value } else { nil }
    }

    /// What a person would call it: `a mapping`, `a list`, `a number` …
    package var kindName: String {
        switch content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.kindName
        }
    }
}

/// A key of a mapping with its value.
package struct DocumentEntry: Hashable, Sendable {
    /// The key's text, escapes resolved.
    package let name: String
    /// Where the key stands, in bytes of the source.
    package let keyRange: Range<Int>
    /// What stands under the key.
    package let value: DocumentNode
}

/// A single value: its kind, and its text.
package struct DocumentScalar: Hashable, Sendable {
    /// What a scalar stands for.
    package enum Kind: Hashable, Sendable {
        case string
        /// The text is a number of JSON's grammar, digit for digit as written.
        case number
        case bool(Bool)
        case null
        /// Plain YAML text that readers of YAML 1.1 and 1.2 understand differently.
        case ambiguous(YAMLAmbiguity)
    }

    /// How the value is spelt in the source.
    package enum Style: Hashable, Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
        /// As JSON spells it.
        case json
    }

    /// What the scalar stands for.
    package let kind: Kind
    /// A string's value; for the other kinds the text as it stands in the source.
    package let text: String
    /// How it is spelt in the source.
    package let style: Style

    /// What a person would call it: `text`, `a number` …
    package var kindName: String {
        switch kind {
        case .string: "text"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "nothing"
        case .ambiguous(let ambiguity): ambiguity.kindName
        }
    }
}
