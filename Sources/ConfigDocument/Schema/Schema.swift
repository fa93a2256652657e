import TextFormats

/// What a value of a document may be.
///
/// One table of schemas serves both the check of a document and the JSON Schema printed for editors, so that the two
/// cannot disagree.
package indirect enum Schema: Sendable {
    /// Text of a form.
    case text(TextRule)
    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// `true` or `false`.
    case boolean
    /// One of a set of words.
    case choice([Choice])
    /// A mapping with known keys.
    case object(ObjectSchema)
    /// A mapping whose keys the author chooses.
    case map(key: TextRule, value: Schema, countLimit: Int? = nil)
    /// A list whose elements all have one schema, `count` of them.
    case list(Schema, count: ClosedRange<Int>? = nil)
    /// A list, or one element without the list: Terraform's repeatable blocks.
    case oneOrList(Schema)
    /// A JSON object, as nested values or as text.
    case jsonObject(JSONObjectForm)
    /// Any JSON value, or text.
    case anyValue

    /// One of a set of words.
    package struct Choice: Sendable {
        /// The word as it stands in the document.
        package let word: String
        /// What the word means, as a sentence; empty when the word says it.
        package let summary: String

        /// Memberwise.
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
    /// Every key that the mapping may have, in the order in which the JSON Schema lists them.
    package let fields: [Field]
    /// Of these keys at most one may be present, or exactly one.
    package var alternatives: [Alternatives] = []
    /// Demands that one key's value makes on others.
    package var conditions: [Condition] = []
    /// Keys that people bring along from Terraform, and what to do about them here.
    package var foreign: [String: String] = [:]

    /// Memberwise.
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

    /// A key of the mapping and what may stand under it.
    package struct Field: Sendable {
        /// The key.
        package let name: String
        /// What the key is for, as a sentence: the JSON Schema's description, and the help for a missing key.
        package let summary: String
        /// What may stand under the key.
        package let schema: Schema
        /// Whether the key must be present.
        package var isRequired = false

        /// Memberwise.
        package init(_ name: String, _ schema: Schema, _ summary: String, required: Bool = false) {
            self.name = name
            self.schema = schema
            self.summary = summary
            isRequired = required
        }
    }

    /// Keys that exclude each other.
    package struct Alternatives: Sendable {
        /// The keys.
        package let names: [String]
        /// Whether one of them must be present; else none may be, too.
        package let isOneRequired: Bool

        /// Memberwise.
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

    /// The field of a key, compared byte by byte; nil for a key that the mapping does not have.
    package func field(_ name: String) -> Field? {
        fields.first { $0.name.hasBytes(of: name) }
    }
}

/// What text may stand in a field: a length, and a form.
package struct TextRule: Sendable {
    /// What such text is called, with its article: `a name`.
    package let name: String
    /// In Unicode scalars, as JSON Schema counts.
    package let length: ClosedRange<Int>
    /// The form as an ECMA-262 regular expression, for the schema; nil when any text will do.
    package let regex: String?
    /// The form in words, for the message: `letters, digits, '.', '-' and '_'`.
    package let form: String
    /// The form as code, for the loader: nil for text that has it. A test compares it with ``regex``.
    package let refusal: @Sendable (String) -> TextRefusal?
    /// Whether such text may be a secret that somebody wrote out, and is never shown.
    package let isSensitive: Bool

    /// A form that only says yes or no.
    package init(
        _ name: String, _ length: ClosedRange<Int>, regex: String? = nil, form: String = "",
        accepts: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.init(name, length, regex: regex, form: form, isSensitive: false) { text in
            accepts(text) ? nil : TextRefusal(.invalidValue, "not \(name)", help: "expected \(form)")
        }
    }

    /// A form that says what is wrong.
    package init(
        _ name: String, _ length: ClosedRange<Int>, regex: String?, form: String, isSensitive: Bool,
        refusal: @escaping @Sendable (String) -> TextRefusal?
    ) {
        self.name = name
        self.length = length
        self.regex = regex
        self.form = form
        self.isSensitive = isSensitive
        self.refusal = refusal
    }
}

/// Why text may not stand in a field.
package struct TextRefusal: Hashable, Sendable {
    /// The kind of problem to report.
    package let code: Problem.Code
    /// One sentence without a full stop.
    package let message: String
    /// What to write instead.
    package let help: String
    /// The bytes of the text that are at fault; nil for all of it.
    package let range: Range<Int>?

    /// Memberwise.
    package init(_ code: Problem.Code, _ message: String, help: String, at range: Range<Int>? = nil) {
        self.code = code
        self.message = message
        self.help = help
        self.range = range
    }
}
