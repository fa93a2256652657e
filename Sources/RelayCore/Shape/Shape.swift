/// What a value of the rules file may be.
///
/// One table of shapes (``RulesFileShape``) serves both the loader and the JSON Schema that `relay check --schema`
/// prints, so that the two cannot disagree.
indirect enum Shape: Sendable {
    case text(TextRule)
    case integer(ClosedRange<Int>)
    case boolean
    case choice([Choice])
    case object(ObjectShape)
    /// A mapping whose keys the author chooses.
    case map(key: TextRule, value: Shape, countLimit: Int? = nil)
    case list(Shape, count: ClosedRange<Int>? = nil)
    /// A list, or one element without the list: Terraform's repeatable blocks.
    case oneOrList(Shape)
    /// A JSON object, as nested values or as text.
    case jsonObject(JSONObjectForm)
    /// Any JSON value, or text.
    case anyValue

    /// One of a set of words.
    struct Choice: Sendable {
        let word: String
        let summary: String
    }

    /// What a JSON object may stand for.
    enum JSONObjectForm: Sendable {
        /// An event pattern; text is JSON.
        case pattern
        /// An event or a CloudTrail record; text is the path of a file.
        case event
    }
}

/// A mapping with keys that relay knows.
struct ObjectShape: Sendable {
    /// What an object of this kind is called, with its article: `a rule`.
    let name: String
    let fields: [Field]
    /// Of these keys at most one may be present, or exactly one.
    var alternatives: [Alternatives] = []
    var conditions: [Condition] = []
    /// Keys that people bring along from Terraform, and what to do about them here.
    var foreign: [String: String] = [:]

    struct Field: Sendable {
        let name: String
        let summary: String
        let shape: Shape
        var isRequired = false

        init(_ name: String, _ shape: Shape, _ summary: String, required: Bool = false) {
            self.name = name
            self.shape = shape
            self.summary = summary
            isRequired = required
        }
    }

    struct Alternatives: Sendable {
        let names: [String]
        let isOneRequired: Bool
    }

    /// What the value of one key demands of another.
    enum Condition: Sendable {
        /// The word under `key` names the one member that the mapping under `object` must have of all those in the
        /// table.
        case selects(key: String, object: String, memberByWord: [(word: String, member: String)])
        /// When `key` is true, the text under `value` must be a secret reference.
        case secretWhenTrue(key: String, value: String)
    }

    func field(_ name: String) -> Field? {
        fields.first { $0.name.hasBytes(of: name) }
    }
}
