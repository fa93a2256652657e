public import Diagnostics

/// Something wrong in a file that a person wrote: what, where, and what to do about it.
///
/// Loading and checking collect problems and go on, so that one run reports all of them.
public struct Problem: Error, Hashable, Sendable {
    /// What a problem means for the use of the file.
    public enum Severity: String, CaseIterable, Hashable, Sendable {
        /// The file cannot be used.
        case error
        /// The file can be used, and probably does not do what was meant.
        case warning
        /// Nothing is wrong; EventBridge would do otherwise.
        case note
    }

    /// What the problem means for the use of the file.
    public let severity: Severity
    /// Names the kind of problem; stable, for scripts that read `--format json`.
    public let code: Code
    /// One sentence without a full stop.
    public let message: String
    /// What to write instead, if that is known.
    public let help: String?
    /// The file, its secrets redacted.
    public let source: SourceText
    /// The words at fault, in bytes of ``source``.
    public let range: Range<Int>

    /// - Parameter severity: By default that of the code.
    public init(
        _ code: Code, _ message: String, help: String? = nil, in source: SourceText, at range: Range<Int>,
        severity: Severity? = nil
    ) {
        self.severity = severity ?? code.severity
        self.code = code
        self.message = message
        self.help = help
        self.source = source
        self.range = range
    }

    /// Line and column of the first byte at fault.
    public var location: SourceLocation { source.location(ofByte: range.lowerBound) }

    /// The lines that contain the words at fault, with carets below them.
    public var excerpt: String { source.excerpt(ofBytes: range) }

    /// Order of appearance in the file; errors before warnings at the same place.
    package static func precedes(_ left: Problem, _ right: Problem) -> Bool {
        let order = Severity.allCases
        return (left.range.lowerBound, left.range.upperBound, order.firstIndex(of: left.severity) ?? 0)
            < (right.range.lowerBound, right.range.upperBound, order.firstIndex(of: right.severity) ?? 0)
    }
}

extension Problem: CustomStringConvertible {
    /// Place, severity, sentence, excerpt and help, on several lines, as compilers print it.
    public var description: String {
        var text = "\(source.place(ofByte: range.lowerBound)): \(severity.rawValue): \(message)\n\(excerpt)"
        if let help { text += "\n  help: \(help)" }
        return text
    }
}

extension Problem {
    /// Every kind of problem that loading or checking a rules file can report.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        // The text of the file.
        case syntax
        case fileTooLarge = "file-too-large"
        case tooDeep = "too-deep"
        case tooManyValues = "too-many-values"
        /// A plain value that readers of YAML understand differently; see ``YAMLAmbiguity``.
        case ambiguousValue = "ambiguous-value"
        /// YAML that relay does not accept: a second document, a merge key, a tag.
        case unsupportedYAML = "unsupported-yaml"
        case duplicateKey = "duplicate-key"

        // Its shape.
        case unknownKey = "unknown-key"
        case missingKey = "missing-key"
        case wrongType = "wrong-type"
        case invalidValue = "invalid-value"
        case outOfRange = "out-of-range"
        /// Keys of which only one may be present.
        case conflictingKeys = "conflicting-keys"

        // What its parts mean.
        case invalidPattern = "invalid-pattern"
        case invalidTemplate = "invalid-template"
        case invalidPath = "invalid-path"
        /// A template that is valid and probably not meant so.
        case suspiciousTemplate = "suspicious-template"
        /// A name that nothing in the file has.
        case unknownReference = "unknown-reference"
        /// A secret that is written out instead of referred to.
        case literalSecret = "literal-secret"
        case invalidSecretReference = "invalid-secret-reference"
        /// API destinations whose `otherwise` leads back to where it began.
        case routeLoop = "route-loop"
        /// As many path parameters as the endpoint has `*` are needed.
        case parameterCount = "parameter-count"

        // What EventBridge would refuse or do otherwise.
        /// relay does it; EventBridge's quotas or rules forbid it.
        case beyondEventBridge = "beyond-eventbridge"
        /// The template uses variables that EventBridge does not have.
        case relayOnly = "relay-only"

        // What cannot be right, though it can be read: see the lints.
        /// A rule, or one of its values, that no event matches.
        case neverMatches = "never-matches"
        /// A role's own ARN where events have the ARN of a session.
        case assumedRoleForm = "assumed-role-form"
        /// A session's ARN where events have the role's own.
        case roleForm = "role-form"
        /// Text that is not the ARN of a role where events have one.
        case roleARN = "role-arn"
        /// A role's ARN without the path that the role has.
        case missingPath = "missing-path"
        /// A read-only event in a rule whose state leaves those out.
        case readOnlyEvent = "read-only-event"
        /// A `detail-type` that the event does not come with.
        case detailType = "detail-type"
        /// Tests that exclude or repeat each other.
        case contradiction
        /// A definition that nothing refers to.
        case unused
        /// An account number without a name in the file's table.
        case undefinedAccount = "undefined-account"
        /// A message that Slack would refuse or change.
        case slackLimit = "slack-limit"
        /// A message to Slack that is not a JSON object.
        case bodyNotJSON = "body-not-json"
        /// Credentials that would travel without TLS.
        case unencrypted
        /// Drills that would go where alerts go.
        case drillAmongAlerts = "drill-among-alerts"

        /// How bad a problem of this kind is unless it says otherwise.
        public var severity: Severity {
            switch self {
            case .relayOnly: .note
            case .beyondEventBridge, .suspiciousTemplate, .neverMatches, .assumedRoleForm, .roleForm, .roleARN,
                .missingPath,
                .readOnlyEvent, .detailType, .contradiction, .unused, .undefinedAccount, .slackLimit, .unencrypted,
                .drillAmongAlerts:
                .warning
            default: .error
            }
        }
    }
}
