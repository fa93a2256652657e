import ConfigDocument

/// The schema of the whole rules file: every key, what it holds, and what it means.
///
/// The keys are those of Terraform's AWS provider: `aws_cloudwatch_event_rule`, `…_target`, `…_connection` and
/// `…_api_destination`. Limits are EventBridge's; each `TextRule` cites its page.
enum RulesFileSchema {
    static let version = 1

    static let file = ObjectSchema(
        name: "a rules file",
        fields: [
            .key(.schema, .text(.schemaAddress), "The address of the JSON Schema, for editors; relay ignores it."),
            .key(.version, .integer(version...version), "The version of this format.", required: true),
            .key(.accounts, .map(key: .accountID, value: .object(account)), "Names for AWS account numbers."),
            .key(.connections, .map(key: .name, value: .object(connection)), "How to authorise requests."),
            .key(.apiDestinations, .map(key: .name, value: .object(apiDestination)), "Where to send requests."),
            .key(.rules, .map(key: .name, value: .object(rule)), "What to watch for, and what to send."),
            .key(.tests, .list(.object(test)), "Events with the rules they must match, run by 'relay test'."),
            .key(.server, .object(server), "How 'relay serve' takes events in."),
            .key(.store, .object(store), "Where relay keeps what must not be lost, and how long."),
            .key(
                .stormControl, .object(stormControl),
                "When uses of one role become too many for a message each; on unless it says otherwise."),
            .key(.drill, .object(drill), "What fire drills must achieve."),
        ],
        foreign: ["roles": "name the roles in a rule's event_pattern"])

    static let account = ObjectSchema(
        name: "an account",
        fields: [
            .key(.name, .text(.label), "What people call the account.", required: true),
            .key(.environment, .text(.label), "Such as 'production', which a message makes hard to miss."),
            .key(.note, .text(.note), "Anything a reader of an alert should know about the account."),
        ])

    static let test = ObjectSchema(
        name: "a test",
        fields: [
            .key(.name, .text(.title), "What must hold, as a sentence.", required: true),
            .key(.event, .jsonObject(.event), "An event or CloudTrail record, or the path of a file with one."),
            .key(
                .events, .list(.jsonObject(.event), count: 1...100),
                "Several events, or paths of files; each must match the same rules."),
            .key(.matches, .list(.text(.name)), "The rules that match: these and no others.", required: true),
            .key(
                .bodies, .map(key: .name, value: .map(key: .name, value: .anyValue)),
                "What targets must send, by rule and target: text is compared byte for byte; of a mapping every key must be in the JSON body with that value."
            ),
        ],
        alternatives: [.init(keys: [.event, .events], isOneRequired: true)])
}

// MARK: - Rules

extension RulesFileSchema {
    static let rule = ObjectSchema(
        name: "a rule",
        fields: [
            .key(.description, .text(.description), "What the rule is for."),
            .key(.state, .choice(states), "Whether the rule is on; ENABLED if not given."),
            .key(
                .eventPattern, .jsonObject(.pattern),
                "An EventBridge event pattern, as nested values or as JSON text.", required: true),
            .key(
                .targets, .map(key: .name, value: .object(target)),
                "What to send where, by target id. Without any, matches are only counted."),
        ],
        foreign: [
            RulesFileKey.name.rawValue: "the rule's name is the key above",
            "is_enabled": "write state: ENABLED or state: DISABLED",
            "pattern": "write event_pattern",
            "schedule_expression": "relay runs rules on events, not by the clock",
            "event_bus_name": "relay matches every event it is given",
            "role_arn": "relay needs no role to run a rule",
            "tags": "relay keeps no tags",
            "force_destroy": "it means nothing outside Terraform",
        ])

    static let states: [Schema.Choice] = [
        .init(
            word: RuleState.enabled.rawValue, summary: "On; EventBridge leaves out read-only management events."),
        .init(word: RuleState.disabled.rawValue, summary: "Off."),
        .init(
            word: RuleState.enabledWithAllCloudTrailManagementEvents.rawValue,
            summary: "On, for read-only management events too, such as AssumeRole."),
    ]

    static let target = ObjectSchema(
        name: "a target",
        fields: [
            .key(.apiDestination, .text(.name), "The API destination to send to.", required: true),
            .key(.input, .anyValue, "The body: constant JSON, as nested values or as JSON text."),
            .key(.inputPath, .text(.jsonPath), "The part of the event that is the body."),
            .key(.inputTransformer, .object(inputTransformer), "How to make the body out of the event."),
            .key(.httpTarget, .object(httpTarget), "What to add to the request."),
            .key(.retryPolicy, .object(retryPolicy), "How often and how long to try again."),
            .key(
                .onlyAsOtherwise, .boolean,
                "Whether to send only when another target's API destination hands over to this one's."),
        ],
        alternatives: [.init(keys: [.input, .inputPath, .inputTransformer], isOneRequired: false)],
        foreign: [
            "arn": "write api_destination: and the key of an API destination of this file",
            RulesFileKey.rule.rawValue: "a target belongs to the rule it stands under",
            "target_id": "the target's id is the key above",
            "role_arn": "relay needs no role to send",
            "dead_letter_config":
                "relay keeps what it cannot deliver in its outbox; see also 'otherwise' of an API destination",
        ])

    static let inputTransformer = ObjectSchema(
        name: "an input transformer",
        fields: [
            .key(
                .inputPaths, .map(key: .variableName, value: .text(.jsonPath), countLimit: 100),
                "Variables and the JSON paths of their values."),
            .key(
                .inputTemplate, .text(.template), "The body, with <variable> where a value goes.", required: true),
        ])

    static let httpTarget = ObjectSchema(
        name: "an http_target",
        fields: [
            .key(
                .pathParameterValues, .list(.text(.pathParameter)),
                "What replaces each '*' of the endpoint, in order."),
            .key(.queryStringParameters, .map(key: .queryText, value: .text(.queryText)), "Added to the query."),
            .key(.headerParameters, .map(key: .headerName, value: .text(.headerValue)), "Added to the headers."),
        ])

    static let retryPolicy = ObjectSchema(
        name: "a retry policy",
        fields: [
            .key(
                .maximumRetryAttempts, .integer(RetryPolicy.attemptsRange),
                "How often to try again; 185 if not given."),
            .key(
                .maximumEventAgeInSeconds, .integer(RetryPolicy.eventAgeSecondsRange),
                "How old an event may get while it is tried again; 86400 if not given."),
        ])
}

// MARK: - Destinations

extension RulesFileSchema {
    static let apiDestination = ObjectSchema(
        name: "an API destination",
        fields: [
            .key(.description, .text(.description), "What the destination is for."),
            .key(.connection, .text(.name), "The connection that authorises requests.", required: true),
            .key(
                .invocationEndpoint, .text(.endpoint), "The address, with '*' for path parameters.", required: true),
            .key(.httpMethod, .choice(methods), "The method of the request.", required: true),
            .key(
                .invocationRateLimitPerSecond, .integer(APIDestination.rateLimitRange),
                "How many requests a second; 300 if not given."),
            .key(.otherwise, .text(.name), "The API destination to send to when this one has given up."),
            .key(
                .otherwiseAfterSeconds, .integer(APIDestination.otherwiseAfterSecondsRange),
                "How long to fail before 'otherwise' is told though this one is still tried; if not given, only when it has given up."
            ),
            .key(
                .messagesPerSecondPerChannel, .integer(APIDestination.rateLimitRange),
                "How many messages a second go to one Slack channel; 1 for Slack and unknown hosts if not given."),
            .key(
                .escapeMrkdwn, .boolean,
                "Whether &, < and > in values are escaped for Slack; as the host suggests if not given."),
        ],
        foreign: [
            RulesFileKey.name.rawValue: "the API destination's name is the key above",
            "connection_arn": "write connection: and the key of a connection of this file",
            "endpoint": "write invocation_endpoint",
        ])

    static let methods: [Schema.Choice] = APIDestination.Method.allCases.map { .init(word: $0.rawValue, summary: "") }

    static let connection = ObjectSchema(
        name: "a connection",
        fields: [
            .key(.description, .text(.description), "What the connection is for."),
            .key(.authorizationType, .choice(authorizationTypes), "How requests are authorised.", required: true),
            .key(.authParameters, .object(authParameters), "What the authorisation needs.", required: true),
        ],
        conditions: [
            .selects(
                key: RulesFileKey.authorizationType.rawValue, object: RulesFileKey.authParameters.rawValue,
                memberByWord: AuthorizationType.allCases.map { ($0.rawValue, $0.parametersKey.rawValue) })
        ],
        foreign: [
            RulesFileKey.name.rawValue: "the connection's name is the key above",
            "invocation_connectivity_parameters": "relay reaches private addresses over the network it runs in",
            "kms_key_identifier": "relay keeps no secrets, only references to them",
        ])

    static let authorizationTypes: [Schema.Choice] = [
        .init(word: AuthorizationType.apiKey.rawValue, summary: "One header, such as Authorization with a bot token."),
        .init(word: AuthorizationType.basic.rawValue, summary: "User name and password."),
        .init(
            word: AuthorizationType.oauth.rawValue, summary: "A token from an OAuth server."),
    ]

    static let authParameters = ObjectSchema(
        name: RulesFileKey.authParameters.rawValue,
        fields: [
            .key(.apiKey, .object(apiKey), "For API_KEY."),
            .key(.basic, .object(basic), "For BASIC."),
            .key(.oauth, .object(oauth), "For OAUTH_CLIENT_CREDENTIALS."),
            .key(.invocationHTTPParameters, .object(httpParameters), "Added to every request."),
        ])

    static let apiKey = ObjectSchema(
        name: "an api_key",
        fields: [
            .key(.key, .text(.headerName), "The name of the header.", required: true),
            .key(.value, .text(.secret), "Its value, by reference to a secret.", required: true),
        ])

    static let basic = ObjectSchema(
        name: "a basic authorisation",
        fields: [
            .key(.username, .text(.maybeSecret), "The user name.", required: true),
            .key(.password, .text(.secret), "The password, by reference to a secret.", required: true),
        ])

    static let oauth = ObjectSchema(
        name: "an OAuth authorisation",
        fields: [
            .key(.authorizationEndpoint, .text(.endpoint), "Where to ask for a token.", required: true),
            .key(.httpMethod, .choice(oauthMethods), "The method of that request.", required: true),
            .key(.clientParameters, .object(clientParameters), "Who asks.", required: true),
            .key(.oauthHTTPParameters, .object(httpParameters), "Added to that request."),
        ])

    static let oauthMethods: [Schema.Choice] = OAuthClientCredentials.Method.allCases.map {
        .init(word: $0.rawValue, summary: "")
    }

    static let clientParameters = ObjectSchema(
        name: RulesFileKey.clientParameters.rawValue,
        fields: [
            .key(.clientID, .text(.maybeSecret), "The client's id.", required: true),
            .key(.clientSecret, .text(.secret), "The client's secret, by reference.", required: true),
        ])

    static let httpParameters = ObjectSchema(
        name: "HTTP parameters",
        fields: [
            .key(.body, .oneOrList(.object(parameter(.queryText))), "Members added to a JSON object in the body."),
            .key(.header, .oneOrList(.object(parameter(.headerName))), "Headers."),
            .key(.queryString, .oneOrList(.object(parameter(.queryText))), "Query parameters."),
        ])

    private static func parameter(_ key: TextRule) -> ObjectSchema {
        ObjectSchema(
            name: "a parameter",
            fields: [
                .key(.key, .text(key), "The parameter's name.", required: true),
                .key(.value, .text(.maybeSecret), "Its value.", required: true),
                .key(.isValueSecret, .boolean, "Whether the value is a secret, and must be a reference."),
            ],
            conditions: [
                .textWhenTrue(
                    key: RulesFileKey.isValueSecret.rawValue, value: RulesFileKey.value.rawValue, rule: .secret)
            ])
    }
}

extension RulesFile {
    /// The JSON Schema of rules files as JSON text, for editors.
    public static let jsonSchema = JSONSchema.text(of: RulesFileSchema.file, title: "relay rules file")
}
