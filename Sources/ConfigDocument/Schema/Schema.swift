import TextFormats

/// What a value of a document may be.
///
/// One table of schemas serves both the check of a document and the JSON Schema printed for editors, so that the two
/// cannot disagree.
package indirect enum Schema: Sendable {
    case text(TextRule)
    case integer(ClosedRange<Int>)
    case boolean
    case choice([Choice])
    case object(ObjectSchema)
    /// A mapping whose keys the author chooses.
    case map(key: TextRule, value: Schema, countLimit: Int? = nil)
    case list(Schema, count: ClosedRange<Int>? = nil)
    /// A list, or one element without the list: Terraform's repeatable blocks.
    case oneOrList(Schema)
    /// A JSON object, as nested values or as text.
    case jsonObject(JSONObjectForm)
    /// Any JSON value, or text.
    case anyValue

    /// One of a set of words.
    package struct Choice: Sendable {
        package let word: String
        package let summary: String

        package init(word: String, summary: String) {
            self.word = word
            self.summary = summary
        }
    }

    /// What a JSON object may stand for.
    package enum JSONObjectForm: Sendable {
        /// An event pattern; text is JSON.
        case pattern
        /// An event or a CloudTrail record; text is the path of a file.
        case event
    }
}

/// A mapping with keys that relay knows.
package struct ObjectSchema: Sendable {
    /// What an object of this kind is called, with its article: `a rule`.
    package let name: String
    package let fields: [Field]
    /// Of these keys at most one may be present, or exactly one.
    package var alternatives: [Alternatives] = []
    package var conditions: [Condition] = []
    /// Keys that people bring along from Terraform, and what to do about them here.
    package var foreign: [String: String] = [:]

    package init(
        name: String, fields: [Field], alternatives: [Alternatives] = [], conditions: [Condition] = [],
        foreign: [String: String] = [:]
    ) {
        self.name = name
        self.fields = fields
        self.alternatives = alternatives
        self.conditions = conditions
        self.foreign = foreign
    }

    package struct Field: Sendable {
        package let name: String
        package let summary: String
        package let schema: Schema
        package var isRequired = false

        package init(_ name: String, _ schema: Schema, _ summary: String, required: Bool = false) {
            self.name = name
            self.schema = schema
            self.summary = summary
            isRequired = required
        }
    }

    package struct Alternatives: Sendable {
        package let names: [String]
        package let isOneRequired: Bool

        package init(names: [String], isOneRequired: Bool) {
            self.names = names
            self.isOneRequired = isOneRequired
        }
    }

    /// What the value of one key demands of another.
    package enum Condition: Sendable {
        /// The word under `key` names the one member that the mapping under `object` must have of all those in the
        /// table.
        case selects(key: String, object: String, memberByWord: [(word: String, member: String)])
        /// When `key` is true, the text under `value` must keep a stricter rule than its own.
        case textWhenTrue(key: String, value: String, rule: TextRule)
    }

    package func field(_ name: String) -> Field? {
        fields.first { $0.name.hasBytes(of: name) }
    }
}
