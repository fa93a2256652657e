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
    /// The form as code, for the loader: nil for text that has it. A test holds the two against each other.
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
    package let code: Problem.Code
    package let message: String
    package let help: String
    /// The bytes of the text that are at fault; nil for all of it.
    package let range: Range<Int>?

    package init(_ code: Problem.Code, _ message: String, help: String, at range: Range<Int>? = nil) {
        self.code = code
        self.message = message
        self.help = help
        self.range = range
    }
}
