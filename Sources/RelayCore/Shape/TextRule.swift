/// What text may stand in a field: a length, and a form.
struct TextRule: Sendable {
    /// What such text is called, with its article: `a name`.
    let name: String
    /// In Unicode scalars, as JSON Schema counts.
    let length: ClosedRange<Int>
    /// The form as an ECMA-262 regular expression, for the schema; nil when any text will do.
    let regex: String?
    /// The form in words, for the message: `letters, digits, '.', '-' and '_'`.
    let form: String
    /// The form as code, for the loader: nil for text that has it. A test holds the two against each other.
    let refusal: @Sendable (String) -> TextRefusal?
    /// Whether such text may be a secret that somebody wrote out, and is never shown.
    let isSensitive: Bool

    /// A form that only says yes or no.
    init(
        _ name: String, _ length: ClosedRange<Int>, regex: String? = nil, form: String = "",
        accepts: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.init(name, length, regex: regex, form: form, isSensitive: false) { text in
            accepts(text) ? nil : TextRefusal(.invalidValue, "not \(name)", help: "expected \(form)")
        }
    }

    /// A form that says what is wrong.
    init(
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
struct TextRefusal: Hashable, Sendable {
    let code: Problem.Code
    let message: String
    let help: String
    /// The bytes of the text that are at fault; nil for all of it.
    let range: Range<Int>?

    init(_ code: Problem.Code, _ message: String, help: String, at range: Range<Int>? = nil) {
        self.code = code
        self.message = message
        self.help = help
        self.range = range
    }
}

extension TextRule {
    /// Lengths without a limit of their own are bounded by the file's.
    private static let unbounded = Document.textBytesLimit

    /// Names of rules, targets, connections and API destinations.
    /// Source: EventBridge API Reference, `RuleName`, `TargetId`, `ConnectionName`, `ApiDestinationName`.
    static let name = TextRule(
        "a name", 1...64, regex: #"^[\.\-_A-Za-z0-9]+$"#, form: "letters, digits, '.', '-' and '_'",
        accepts: { !$0.isEmpty && $0.utf8.allSatisfy { isASCIIAlphanumeric($0) || ".-_".utf8.contains($0) } })

    /// Source: EventBridge API Reference, `RuleDescription`.
    static let description = TextRule("a description", 0...512)

    static let accountID = TextRule(
        "an account number", 12...12, regex: "^[0-9]{12}$", form: "12 digits",
        accepts: { $0.utf8.count == 12 && $0.utf8.allSatisfy(isASCIIDigit) })

    /// One line of text to show to people.
    static let label = TextRule(
        "a name", 1...64, regex: #"^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$"#,
        form: "one line that is not blank",
        accepts: { isOneLine($0) && $0.utf8.contains { $0 != 0x20 } })

    static let note = TextRule("a note", 0...512)
    static let title = TextRule("the name of a test", 1...512)
    /// Where a server listens.
    static let listenAddress = TextRule(
        "an address to listen on", 1...260, regex: ListenAddress.regex,
        form: "host:port, such as 127.0.0.1:8765 or \"[::1]:8765\"; 0.0.0.0 stands for every address",
        accepts: { ListenAddress(parsing: $0) != nil })

    /// Source: IAM API Reference, `AccessKey`.
    static let accessKeyID = TextRule(
        "the id of an access key", 16...128, regex: "^[A-Za-z0-9_]+$", form: "letters, digits and '_'",
        accepts: { !$0.isEmpty && $0.utf8.allSatisfy { isASCIIAlphanumeric($0) || $0 == UInt8(ascii: "_") } })

    static let filePath = TextRule("the path of a file", 1...4096)
    static let schemaAddress = TextRule("the address of a schema", 0...unbounded)

    /// Source: EventBridge API Reference, `TargetInputPath`.
    static let jsonPath = TextRule(
        "a JSON path", 1...256, regex: #"^\$"#, form: "a path that begins with '$', such as $.detail.eventName",
        accepts: { $0.utf8.first == UInt8(ascii: "$") })

    /// Source: EventBridge API Reference, `InputTransformerPathKey`.
    static let variableName = TextRule(
        "the name of a variable", 1...256, regex: #"^[A-Za-z0-9_\-]+$"#, form: "letters, digits, '_' and '-'",
        accepts: { !$0.isEmpty && $0.utf8.allSatisfy { isASCIIAlphanumeric($0) || "_-".utf8.contains($0) } })

    /// Source: EventBridge API Reference, `TransformerInput`.
    static let template = TextRule("an input template", 1...8192)
    /// Source: EventBridge API Reference, `HeaderKey`.
    static let headerName = TextRule(
        "the name of a header", 0...512, regex: #"^[!#$%&'*+\-.^_`|~0-9a-zA-Z]+$"#,
        form: "letters, digits and !#$%&'*+-.^_`|~",
        accepts: {
            !$0.isEmpty && $0.utf8.allSatisfy { isASCIIAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        })

    /// Source: EventBridge API Reference, `HeaderValueSensitive`.
    static let headerValue = TextRule(
        "the value of a header", 0...512, regex: #"^[\t\u0020-\u007e]*[\u0020-\u007e][\t\u0020-\u007e]*$"#,
        form: "printable ASCII",
        accepts: { value in
            value.utf8.contains { $0 != 0x09 } && value.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
        })

    /// Source: EventBridge API Reference, `QueryStringKey` and `QueryStringValue`.
    static let queryText = TextRule(
        "a query parameter", 0...512, regex: #"^[^\u0000-\u001f\u007f]+$"#, form: "one line",
        accepts: { !$0.isEmpty && isOneLine($0) })

    /// Source: EventBridge API Reference, `PathParameter`.
    static let pathParameter = TextRule(
        "a path parameter", 1...2048, regex: #"[^ \t\r\n]"#, form: "not blank",
        accepts: { $0.utf8.contains { ![0x20, 0x09, 0x0D, 0x0A].contains($0) } })

    /// A user name, a client id, the name of an API key.
    /// Source: EventBridge API Reference, `AuthHeaderParameters`; the colon is what Basic authorisation cannot carry.
    static let authorizationText = TextRule(
        "an authorisation parameter", 1...512,
        regex: #"^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$"#,
        form: "one line that is not blank",
        accepts: { isOneLine($0) && $0.utf8.contains { $0 != 0x20 } })

    /// Text that may refer to secrets; see ``SecretText``.
    static let maybeSecret = TextRule(
        "an authorisation parameter", 1...2048, regex: SecretText.regex(referring: false),
        form: "text on one line, in which ${ begins a reference to a secret", isSensitive: true,
        refusal: { SecretText.refusal(of: $0, mustRefer: false) })

    /// Text that must refer to a secret.
    static let secret = TextRule(
        "a secret", 1...2048, regex: SecretText.regex(referring: true),
        form: "a reference to a secret, such as ${env:SLACK_BOT_TOKEN}", isSensitive: true,
        refusal: { SecretText.refusal(of: $0, mustRefer: true) })

    /// Where an API destination sends to, or an OAuth server lives.
    static let endpoint = TextRule(
        "an endpoint", 1...2048, regex: Endpoint.regex, form: Endpoint.form, isSensitive: false,
        refusal: Endpoint.refusal)
}

private func isASCIIDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

private func isASCIIAlphanumeric(_ byte: UInt8) -> Bool {
    isASCIIDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isOneLine(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
