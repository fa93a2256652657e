package import ConfigDocument
import TextFormats

/// The texts of a rules file, each with the page that sets its form.
extension TextRule {
    /// Lengths without a limit of their own are bounded by the file's.
    private static let unbounded = Document.textBytesLimit

    /// Names of rules, targets, connections and API destinations.
    /// Source: EventBridge API Reference, `RuleName`, `TargetId`, `ConnectionName`, `ApiDestinationName`.
    static let name = TextRule(
        "a name", 1...64, regex: #"^[\.\-_A-Za-z0-9]+$"#, form: "letters, digits, '.', '-' and '_'",
        accepts: { !$0.isEmpty && $0.utf8.allSatisfy { $0.isASCIIAlphanumeric || ".-_".utf8.contains($0) } })

    /// Source: EventBridge API Reference, `RuleDescription`.
    static let description = TextRule("a description", 0...512)

    /// Source: AWS Account Management Reference, "AWS account identifiers".
    package static let accountID = TextRule(
        "an account number", 12...12, regex: "^[0-9]{12}$", form: "12 digits",
        accepts: { $0.utf8.count == 12 && $0.utf8.allSatisfy(\.isASCIIDigit) })

    /// One line of text to show to people.
    package static let label = TextRule(
        "a name", 1...64, regex: #"^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$"#,
        form: "one line that is not blank",
        accepts: { isOneLine($0) && $0.utf8.contains { $0 != 0x20 } })

    static let note = TextRule("a note", 0...512)
    static let title = TextRule("the name of a test", 1...512)
    /// Where a server listens.
    package static let listenAddress = TextRule(
        "an address to listen on", 1...260, regex: ListenAddress.regex,
        form: "host:port, such as 127.0.0.1:8765 or \"[::1]:8765\"; 0.0.0.0 stands for every address",
        accepts: { ListenAddress(parsing: $0) != nil })

    /// Source: IAM API Reference, `AccessKey`.
    package static let accessKeyID = TextRule(
        "the id of an access key", 16...128, regex: "^[A-Za-z0-9_]+$", form: "letters, digits and '_'",
        accepts: { !$0.isEmpty && $0.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") } })

    static let filePath = TextRule("the path of a file", 1...4096)
    static let schemaAddress = TextRule("the address of a schema", 0...unbounded)

    /// Source: EventBridge API Reference, `TargetInputPath`.
    package static let jsonPath = TextRule(
        "a JSON path", 1...256, regex: #"^\$"#, form: "a path that begins with '$', such as $.detail.eventName",
        accepts: { $0.utf8.first == UInt8(ascii: "$") })

    /// Source: EventBridge API Reference, `InputTransformerPathKey`.
    package static let variableName = TextRule(
        "the name of a variable", 1...256, regex: #"^[A-Za-z0-9_\-]+$"#, form: "letters, digits, '_' and '-'",
        accepts: { !$0.isEmpty && $0.utf8.allSatisfy { $0.isASCIIAlphanumeric || "_-".utf8.contains($0) } })

    /// Source: EventBridge API Reference, `TransformerInput`.
    static let template = TextRule("an input template", 1...8192)
    /// Source: EventBridge API Reference, `HeaderKey`.
    package static let headerName = TextRule(
        "the name of a header", 0...512, regex: #"^[!#$%&'*+\-.^_`|~0-9a-zA-Z]+$"#,
        form: "letters, digits and !#$%&'*+-.^_`|~",
        accepts: {
            !$0.isEmpty && $0.utf8.allSatisfy { $0.isASCIIAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        })

    /// Source: EventBridge API Reference, `HeaderValueSensitive`.
    package static let headerValue = TextRule(
        "the value of a header", 0...512, regex: #"^[\t\u0020-\u007e]*[\u0020-\u007e][\t\u0020-\u007e]*$"#,
        form: "printable ASCII",
        accepts: { value in
            value.utf8.contains { $0 != 0x09 } && value.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
        })

    /// Source: EventBridge API Reference, `QueryStringKey` and `QueryStringValue`.
    package static let queryText = TextRule(
        "a query parameter", 0...512, regex: #"^[^\u0000-\u001f\u007f]+$"#, form: "one line",
        accepts: { !$0.isEmpty && isOneLine($0) })

    /// Source: EventBridge API Reference, `PathParameter`.
    package static let pathParameter = TextRule(
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
    package static let maybeSecret = TextRule(
        "an authorisation parameter", 1...2048, regex: SecretText.regex(referring: false),
        form: "text on one line, in which ${ begins a reference to a secret", isSensitive: true,
        refusal: { SecretText.refusal(of: $0, mustRefer: false) })

    /// Text that must refer to a secret.
    package static let secret = TextRule(
        "a secret", 1...2048, regex: SecretText.regex(referring: true),
        form: "a reference to a secret, such as ${env:SLACK_BOT_TOKEN}", isSensitive: true,
        refusal: { SecretText.refusal(of: $0, mustRefer: true) })

    /// Where an API destination sends to, or an OAuth server lives.
    package static let endpoint = TextRule(
        "an endpoint", 1...2048, regex: Endpoint.regex, form: Endpoint.form, isSensitive: false,
        refusal: Endpoint.refusal)
}

private func isOneLine(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
