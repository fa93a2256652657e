import ConfigDocument

/// Every key of a rules file that relay gives a meaning to.
///
/// Schema, loader and redaction use these cases, so that a key is spelt in this file only. Names that authors choose (of
/// rules, targets, accounts) are not among them. The spelling is that of Terraform's AWS provider where it has the key.
enum RulesFileKey: String, CaseIterable {
    // The file itself.
    case schema = "$schema"
    case version
    case accounts
    case connections
    case apiDestinations = "api_destinations"
    case rules
    case tests
    case server
    case store
    case stormControl = "storm_control"
    case drill

    // `accounts`.
    case name
    case environment
    case note

    // `tests`.
    case event
    case events
    case matches
    case bodies

    // `rules`.
    case description
    case state
    case eventPattern = "event_pattern"
    case targets

    // Targets of a rule.
    case apiDestination = "api_destination"
    case input
    case inputPath = "input_path"
    case inputTransformer = "input_transformer"
    case httpTarget = "http_target"
    case retryPolicy = "retry_policy"
    case onlyAsOtherwise = "only_as_otherwise"

    // `input_transformer`.
    case inputPaths = "input_paths"
    case inputTemplate = "input_template"

    // `http_target`.
    case pathParameterValues = "path_parameter_values"
    case queryStringParameters = "query_string_parameters"
    case headerParameters = "header_parameters"

    // `retry_policy`.
    case maximumRetryAttempts = "maximum_retry_attempts"
    case maximumEventAgeInSeconds = "maximum_event_age_in_seconds"

    // `api_destinations`.
    case connection
    case invocationEndpoint = "invocation_endpoint"
    case httpMethod = "http_method"
    case invocationRateLimitPerSecond = "invocation_rate_limit_per_second"
    case otherwise
    case otherwiseAfterSeconds = "otherwise_after_seconds"
    case messagesPerSecondPerChannel = "messages_per_second_per_channel"
    case escapeMrkdwn = "escape_mrkdwn"

    // `connections`.
    case authorizationType = "authorization_type"
    case authParameters = "auth_parameters"

    // `auth_parameters`; `api_key` and `basic` also below `authorization`.
    case apiKey = "api_key"
    case basic
    case oauth
    case invocationHTTPParameters = "invocation_http_parameters"

    // `api_key` and `basic`, and parameters of a request.
    case key
    case value
    case username
    case password

    // `oauth`.
    case authorizationEndpoint = "authorization_endpoint"
    case clientParameters = "client_parameters"
    case oauthHTTPParameters = "oauth_http_parameters"

    // `client_parameters`.
    case clientID = "client_id"
    case clientSecret = "client_secret"

    // `invocation_http_parameters` and `oauth_http_parameters`.
    case body
    case header
    case queryString = "query_string"
    case isValueSecret = "is_value_secret"

    // `server`.
    case listen
    case authorization
    case accessKeys = "access_keys"
    case tls

    // `bearer`.
    case bearer
    case token

    // `access_keys`.
    case accessKeyID = "access_key_id"
    case secretAccessKey = "secret_access_key"

    // `tls`.
    case certificateFile = "certificate_file"
    case privateKeyFile = "private_key_file"

    // `store`.
    case path
    case retention

    // `retention`.
    case outboxDays = "outbox_days"
    case ledgerDays = "ledger_days"
    case dedupeDays = "dedupe_days"

    // `storm_control`.
    case roleUses = "role_uses"
    case withinSeconds = "within_seconds"

    // `drill`.
    case announcedWithinSeconds = "announced_within_seconds"
    case heartbeat

    // `heartbeat`.
    case rule
    case everyMinutes = "every_minutes"
}

extension DocumentNode {
    /// The value of a key; of a duplicate key the last.
    subscript(key: RulesFileKey) -> DocumentNode? { self[key.rawValue] }
}

extension ObjectSchema.Field {
    /// A field for a key; the other parameters as those of ``init(_:_:_:required:)``.
    static func key(_ key: RulesFileKey, _ schema: Schema, _ summary: String, required: Bool = false) -> Self {
        Self(key.rawValue, schema, summary, required: required)
    }
}

extension ObjectSchema.Alternatives {
    init(keys: [RulesFileKey], isOneRequired: Bool) {
        self.init(names: keys.map(\.rawValue), isOneRequired: isOneRequired)
    }
}

/// The words of `authorization_type` (EventBridge API Reference, `CreateConnection`).
enum AuthorizationType: String, CaseIterable {
    case apiKey = "API_KEY"
    case basic = "BASIC"
    case oauth = "OAUTH_CLIENT_CREDENTIALS"

    /// The member of `auth_parameters` that such a connection needs.
    var parametersKey: RulesFileKey {
        switch self {
        case .apiKey: .apiKey
        case .basic: .basic
        case .oauth: .oauth
        }
    }
}

/// The words of `storm_control.state`.
enum StormControlState: String {
    case enabled = "ENABLED"
    case disabled = "DISABLED"
}
