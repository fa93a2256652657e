import ConfigDocument

/// The schema of the whole rules file: every key, what it holds, and what it means.
///
/// The words are those of Terraform's AWS provider: `aws_cloudwatch_event_rule`, `…_target`, `…_connection` and
/// `…_api_destination`. Limits are EventBridge's; each `TextRule` cites its page.
enum RulesFileSchema {
    static let version = 1

    static let file = ObjectSchema(
        name: "a rules file",
        fields: [
            .init("$schema", .text(.schemaAddress), "The address of the JSON Schema, for editors; relay ignores it."),
            .init("version", .integer(version...version), "The version of this format.", required: true),
            .init("accounts", .map(key: .accountID, value: .object(account)), "Names for AWS account numbers."),
            .init("connections", .map(key: .name, value: .object(connection)), "How to authorise requests."),
            .init("api_destinations", .map(key: .name, value: .object(apiDestination)), "Where to send requests."),
            .init("rules", .map(key: .name, value: .object(rule)), "What to watch for, and what to send."),
            .init("tests", .list(.object(test)), "Events with the rules they must match, run by 'relay test'."),
            .init("server", .object(server), "How 'relay serve' takes events in."),
            .init("store", .object(store), "Where relay keeps what must not be lost, and how long."),
            .init(
                "storm_control", .object(stormControl),
                "When uses of one role become too many for a message each; on unless it says otherwise."),
            .init("drill", .object(drill), "What fire drills must achieve."),
        ],
        foreign: ["roles": "name the roles in a rule's event_pattern"])

    static let account = ObjectSchema(
        name: "an account",
        fields: [
            .init("name", .text(.label), "What people call the account.", required: true),
            .init("environment", .text(.label), "Such as 'production', which a message makes hard to miss."),
            .init("note", .text(.note), "Anything a reader of an alert should know about the account."),
        ])

    static let test = ObjectSchema(
        name: "a test",
        fields: [
            .init("name", .text(.title), "What must hold, as a sentence.", required: true),
            .init("event", .jsonObject(.event), "An event or CloudTrail record, or the path of a file with one."),
            .init(
                "events", .list(.jsonObject(.event), count: 1...100),
                "Several events, or paths of files; each must match the same rules."),
            .init("matches", .list(.text(.name)), "The rules that match: these and no others.", required: true),
            .init(
                "bodies", .map(key: .name, value: .map(key: .name, value: .anyValue)),
                "What targets must send, by rule and target: text is compared byte for byte; of a mapping every key must be in the JSON body with that value."
            ),
        ],
        alternatives: [.init(names: ["event", "events"], isOneRequired: true)])
}

// MARK: - Rules

extension RulesFileSchema {
    static let rule = ObjectSchema(
        name: "a rule",
        fields: [
            .init("description", .text(.description), "What the rule is for."),
            .init("state", .choice(states), "Whether the rule is on; ENABLED if not given."),
            .init(
                "event_pattern", .jsonObject(.pattern),
                "An EventBridge event pattern, as nested values or as JSON text.", required: true),
            .init(
                "targets", .map(key: .name, value: .object(target)),
                "What to send where, by target id. Without any, matches are only counted."),
        ],
        foreign: [
            "name": "the rule's name is the key above",
            "is_enabled": "write state: ENABLED or state: DISABLED",
            "pattern": "write event_pattern",
            "schedule_expression": "relay runs rules on events, not by the clock",
            "event_bus_name": "relay matches every event it is given",
            "role_arn": "relay needs no role to run a rule",
            "tags": "relay keeps no tags",
            "force_destroy": "it means nothing outside Terraform",
        ])

    static let states: [Schema.Choice] = [
        .init(word: "ENABLED", summary: "On; EventBridge leaves out read-only management events."),
        .init(word: "DISABLED", summary: "Off."),
        .init(
            word: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
            summary: "On, for read-only management events too, such as AssumeRole."),
    ]

    static let target = ObjectSchema(
        name: "a target",
        fields: [
            .init("api_destination", .text(.name), "The API destination to send to.", required: true),
            .init("input", .anyValue, "The body: constant JSON, as nested values or as JSON text."),
            .init("input_path", .text(.jsonPath), "The part of the event that is the body."),
            .init("input_transformer", .object(inputTransformer), "How to make the body out of the event."),
            .init("http_target", .object(httpTarget), "What to add to the request."),
            .init("retry_policy", .object(retryPolicy), "How often and how long to try again."),
            .init(
                "only_as_otherwise", .boolean,
                "Whether to send only when another target's API destination hands over to this one's."),
        ],
        alternatives: [.init(names: ["input", "input_path", "input_transformer"], isOneRequired: false)],
        foreign: [
            "arn": "write api_destination: and the key of an API destination of this file",
            "rule": "a target belongs to the rule it stands under",
            "target_id": "the target's id is the key above",
            "role_arn": "relay needs no role to send",
            "dead_letter_config":
                "relay keeps what it cannot deliver in its outbox; see also 'otherwise' of an API destination",
        ])

    static let inputTransformer = ObjectSchema(
        name: "an input transformer",
        fields: [
            .init(
                "input_paths", .map(key: .variableName, value: .text(.jsonPath), countLimit: 100),
                "Variables and the JSON paths of their values."),
            .init(
                "input_template", .text(.template), "The body, with <variable> where a value goes.", required: true),
        ])

    static let httpTarget = ObjectSchema(
        name: "an http_target",
        fields: [
            .init(
                "path_parameter_values", .list(.text(.pathParameter)),
                "What replaces each '*' of the endpoint, in order."),
            .init("query_string_parameters", .map(key: .queryText, value: .text(.queryText)), "Added to the query."),
            .init("header_parameters", .map(key: .headerName, value: .text(.headerValue)), "Added to the headers."),
        ])

    static let retryPolicy = ObjectSchema(
        name: "a retry policy",
        fields: [
            .init(
                "maximum_retry_attempts", .integer(RetryPolicy.attemptsRange),
                "How often to try again; 185 if not given."),
            .init(
                "maximum_event_age_in_seconds", .integer(RetryPolicy.eventAgeSecondsRange),
                "How old an event may get while it is tried again; 86400 if not given."),
        ])
}

// MARK: - Destinations

extension RulesFileSchema {
    static let apiDestination = ObjectSchema(
        name: "an API destination",
        fields: [
            .init("description", .text(.description), "What the destination is for."),
            .init("connection", .text(.name), "The connection that authorises requests.", required: true),
            .init(
                "invocation_endpoint", .text(.endpoint), "The address, with '*' for path parameters.", required: true),
            .init("http_method", .choice(methods), "The method of the request.", required: true),
            .init(
                "invocation_rate_limit_per_second", .integer(APIDestination.rateLimitRange),
                "How many requests a second; 300 if not given."),
            .init("otherwise", .text(.name), "The API destination to send to when this one has given up."),
            .init(
                "otherwise_after_seconds", .integer(APIDestination.otherwiseAfterSecondsRange),
                "How long to fail before 'otherwise' is told though this one is still tried; if not given, only when it has given up."
            ),
            .init(
                "messages_per_second_per_channel", .integer(APIDestination.rateLimitRange),
                "How many messages a second go to one Slack channel; 1 for Slack and unknown hosts if not given."),
            .init(
                "escape_mrkdwn", .boolean,
                "Whether &, < and > in values are escaped for Slack; as the host suggests if not given."),
        ],
        foreign: [
            "name": "the API destination's name is the key above",
            "connection_arn": "write connection: and the key of a connection of this file",
            "endpoint": "write invocation_endpoint",
        ])

    static let methods: [Schema.Choice] = APIDestination.Method.allCases.map { .init(word: $0.rawValue, summary: "") }

    static let connection = ObjectSchema(
        name: "a connection",
        fields: [
            .init("description", .text(.description), "What the connection is for."),
            .init("authorization_type", .choice(authorizationTypes), "How requests are authorised.", required: true),
            .init("auth_parameters", .object(authParameters), "What the authorisation needs.", required: true),
        ],
        conditions: [
            .selects(
                key: "authorization_type", object: "auth_parameters",
                memberByWord: [("API_KEY", "api_key"), ("BASIC", "basic"), ("OAUTH_CLIENT_CREDENTIALS", "oauth")])
        ],
        foreign: [
            "name": "the connection's name is the key above",
            "invocation_connectivity_parameters": "relay reaches private addresses over the network it runs in",
            "kms_key_identifier": "relay keeps no secrets, only references to them",
        ])

    static let authorizationTypes: [Schema.Choice] = [
        .init(word: "API_KEY", summary: "One header, such as Authorization with a bot token."),
        .init(word: "BASIC", summary: "User name and password."),
        .init(word: "OAUTH_CLIENT_CREDENTIALS", summary: "A token from an OAuth server."),
    ]

    static let authParameters = ObjectSchema(
        name: "auth_parameters",
        fields: [
            .init("api_key", .object(apiKey), "For API_KEY."),
            .init("basic", .object(basic), "For BASIC."),
            .init("oauth", .object(oauth), "For OAUTH_CLIENT_CREDENTIALS."),
            .init("invocation_http_parameters", .object(httpParameters), "Added to every request."),
        ])

    static let apiKey = ObjectSchema(
        name: "an api_key",
        fields: [
            .init("key", .text(.headerName), "The name of the header.", required: true),
            .init("value", .text(.secret), "Its value, by reference to a secret.", required: true),
        ])

    static let basic = ObjectSchema(
        name: "a basic authorisation",
        fields: [
            .init("username", .text(.maybeSecret), "The user name.", required: true),
            .init("password", .text(.secret), "The password, by reference to a secret.", required: true),
        ])

    static let oauth = ObjectSchema(
        name: "an OAuth authorisation",
        fields: [
            .init("authorization_endpoint", .text(.endpoint), "Where to ask for a token.", required: true),
            .init("http_method", .choice(oauthMethods), "The method of that request.", required: true),
            .init("client_parameters", .object(clientParameters), "Who asks.", required: true),
            .init("oauth_http_parameters", .object(httpParameters), "Added to that request."),
        ])

    static let oauthMethods: [Schema.Choice] = OAuthClientCredentials.Method.allCases.map {
        .init(word: $0.rawValue, summary: "")
    }

    static let clientParameters = ObjectSchema(
        name: "client_parameters",
        fields: [
            .init("client_id", .text(.maybeSecret), "The client's id.", required: true),
            .init("client_secret", .text(.secret), "The client's secret, by reference.", required: true),
        ])

    static let httpParameters = ObjectSchema(
        name: "HTTP parameters",
        fields: [
            .init("body", .oneOrList(.object(parameter(.queryText))), "Members added to a JSON object in the body."),
            .init("header", .oneOrList(.object(parameter(.headerName))), "Headers."),
            .init("query_string", .oneOrList(.object(parameter(.queryText))), "Query parameters."),
        ])

    private static func parameter(_ key: TextRule) -> ObjectSchema {
        ObjectSchema(
            name: "a parameter",
            fields: [
                .init("key", .text(key), "The parameter's name.", required: true),
                .init("value", .text(.maybeSecret), "Its value.", required: true),
                .init("is_value_secret", .boolean, "Whether the value is a secret, and must be a reference."),
            ],
            conditions: [.textWhenTrue(key: "is_value_secret", value: "value", rule: .secret)])
    }
}

extension RulesFile {
    /// The JSON Schema of rules files as JSON text, for editors.
    public static let jsonSchema = JSONSchema.text(of: RulesFileSchema.file, title: "relay rules file")
}
