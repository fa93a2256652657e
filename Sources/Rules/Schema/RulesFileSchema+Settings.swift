import ConfigDocument

/// How `relay serve` runs. Nothing here has a counterpart in EventBridge.
extension RulesFileSchema {
    static let server = ObjectSchema(
        name: "a server",
        fields: [
            .key(
                .listen, .text(.listenAddress),
                "Host and port; 127.0.0.1:8765 if not given. An IPv6 address stands in brackets: \"[::1]:8765\"."),
            .key(
                .authorization, .list(.object(authorization), count: 1...ServerSettings.authorizationsLimit),
                "What senders of events must show: any one of these. Without it only this machine may send."),
            .key(
                .accessKeys, .list(.object(accessKey), count: 1...ServerSettings.accessKeysLimit),
                "The keys with which 'aws events put-events' may sign."),
            .key(.tls, .object(tls), "To be reached by https."),
        ],
        foreign: [
            "host": "write listen: host:port", "port": "write listen: host:port",
            RulesFileKey.apiKey.rawValue: "write it under authorization:",
        ])

    private static let authorization = ObjectSchema(
        name: "an authorization",
        fields: [
            .key(.apiKey, .object(apiKey), "A header with a secret, as a connection with API_KEY sends it."),
            .key(.basic, .object(basic), "User name and password, as a connection with BASIC sends them."),
            .key(.bearer, .object(bearer), "A token in the header Authorization."),
        ],
        alternatives: [.init(keys: [.apiKey, .basic, .bearer], isOneRequired: true)])

    private static let bearer = ObjectSchema(
        name: "a bearer authorization",
        fields: [.key(.token, .text(.secret), "The token, by reference to a secret.", required: true)])

    private static let accessKey = ObjectSchema(
        name: "an access key",
        fields: [
            .key(.accessKeyID, .text(.accessKeyID), "The id that a signature names.", required: true),
            .key(
                .secretAccessKey, .text(.secret),
                "The key itself, by reference to a secret. Make up a pair for relay.",
                required: true),
        ])

    private static let tls = ObjectSchema(
        name: RulesFileKey.tls.rawValue,
        fields: [
            .key(
                .certificateFile, .text(.filePath), "The certificate and those that vouch for it, as PEM.",
                required: true),
            .key(.privateKeyFile, .text(.filePath), "Its private key, as PEM.", required: true),
        ])

    static let store = ObjectSchema(
        name: "a store",
        fields: [
            .key(.path, .text(.filePath), "The file, relative to this one; relay.db if not given."),
            .key(.retention, .object(retention), "How long what it holds is kept."),
        ])

    private static let retention = ObjectSchema(
        name: "a retention",
        fields: [
            .key(
                .outboxDays, .integer(Retention.daysRange),
                "Settled deliveries with bodies and attempts; 90 if not given."),
            .key(
                .ledgerDays, .integer(Retention.daysRange),
                "Role uses; 1096 if not given. No less than outbox_days."),
            .key(
                .dedupeDays, .integer(Retention.daysRange),
                "The ids by which copies of an event are known; 400 if not given. No less than outbox_days."),
        ])

    static let stormControl = ObjectSchema(
        name: "a storm control",
        fields: [
            .key(.state, .choice(switchStates), "Whether it is on; ENABLED if not given."),
            .key(
                .roleUses, .integer(StormControl.roleUsesRange),
                """
                So many uses of one role have a message each, the rest share one; 10 if not given. Counted for each \
                target by itself, refused uses apart from allowed ones. The first allowed use of each person always has \
                a message of its own.
                """),
            .key(
                .withinSeconds, .integer(StormControl.windowSecondsRange),
                "The window in which they are counted; 600 if not given."),
        ])

    private static let switchStates: [Schema.Choice] = [
        .init(word: StormControlState.enabled.rawValue, summary: "On."),
        .init(
            word: StormControlState.disabled.rawValue,
            summary: "Off: every use has a message of its own, however many there are."),
    ]

    static let drill = ObjectSchema(
        name: "a drill",
        fields: [
            .key(
                .announcedWithinSeconds, .integer(DrillSettings.announcedWithinSecondsRange),
                """
                How long an alert may take from the event's arrival to the last destination's answer; 60 if not given. \
                Drills are measured by it, and the summary of a storm is due within half of it.
                """),
            .key(.heartbeat, .object(heartbeat), "A drill that 'relay serve' holds by itself, again and again."),
        ])

    private static let heartbeat = ObjectSchema(
        name: "a heartbeat",
        fields: [
            .key(.rule, .text(.name), "The rule that is drilled.", required: true),
            .key(
                .apiDestination, .text(.name),
                "Where its messages go instead of the rule's own: a place where nobody gets used to drills.",
                required: true),
            .key(.everyMinutes, .integer(DrillSettings.heartbeatMinutesRange), "How often; 60 if not given."),
        ])
}
