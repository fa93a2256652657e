extension Problem {
    /// Every kind of problem that loading or checking a rules file can report.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        // The text of the file.
        case syntax
        case fileTooLarge = "file-too-large"
        case tooDeep = "too-deep"
        case tooManyValues = "too-many-values"
        case ambiguousValue = "ambiguous-value"
        case unsupportedYAML = "unsupported-yaml"
        case duplicateKey = "duplicate-key"

        // Its shape.
        case unknownKey = "unknown-key"
        case missingKey = "missing-key"
        case wrongType = "wrong-type"
        case invalidValue = "invalid-value"
        case outOfRange = "out-of-range"
        case conflictingKeys = "conflicting-keys"

        // What its parts mean.
        case invalidPattern = "invalid-pattern"
        case invalidTemplate = "invalid-template"
        case invalidPath = "invalid-path"
        case suspiciousTemplate = "suspicious-template"
        case unknownReference = "unknown-reference"
        case literalSecret = "literal-secret"
        case invalidSecretReference = "invalid-secret-reference"
        case routeLoop = "route-loop"
        case parameterCount = "parameter-count"

        // What EventBridge would refuse or do otherwise.
        case beyondEventBridge = "beyond-eventbridge"
        case relayOnly = "relay-only"

        // What cannot be right, though it can be read: see the lints.
        case neverMatches = "never-matches"
        case assumedRoleForm = "assumed-role-form"
        case roleForm = "role-form"
        case roleARN = "role-arn"
        case missingPath = "missing-path"
        case readOnlyEvent = "read-only-event"
        case detailType = "detail-type"
        case contradiction
        case unused
        case undefinedAccount = "undefined-account"
        case slackLimit = "slack-limit"
        case bodyNotJSON = "body-not-json"
        case unencrypted
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
