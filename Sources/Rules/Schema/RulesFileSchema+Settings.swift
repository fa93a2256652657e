import ConfigDocument

/// How `relay serve` runs. Nothing here has a counterpart in EventBridge.
extension RulesFileSchema {
    static let server = ObjectSchema(
        name: "a server",
        fields: [
            .init(
                "listen", .text(.listenAddress),
                "Host and port; 127.0.0.1:8765 if not given. An IPv6 address stands in brackets: \"[::1]:8765\"."),
            .init(
                "authorization", .list(.object(authorization), count: 1...ServerSettings.authorizationsLimit),
                "What senders of events must show: any one of these. Without it only this machine may send."),
            .init(
                "access_keys", .list(.object(accessKey), count: 1...ServerSettings.accessKeysLimit),
                "The keys with which 'aws events put-events' may sign."),
            .init("tls", .object(tls), "To be reached by https."),
        ],
        foreign: [
            "host": "write listen: host:port", "port": "write listen: host:port",
            "api_key": "write it under authorization:",
        ])

    private static let authorization = ObjectSchema(
        name: "an authorization",
        fields: [
            .init("api_key", .object(apiKey), "A header with a secret, as a connection with API_KEY sends it."),
            .init("basic", .object(basic), "User name and password, as a connection with BASIC sends them."),
            .init("bearer", .object(bearer), "A token in the header Authorization."),
        ],
        alternatives: [.init(names: ["api_key", "basic", "bearer"], isOneRequired: true)])

    private static let bearer = ObjectSchema(
        name: "a bearer authorization",
        fields: [.init("token", .text(.secret), "The token, by reference to a secret.", required: true)])

    private static let accessKey = ObjectSchema(
        name: "an access key",
        fields: [
            .init("access_key_id", .text(.accessKeyID), "The id that a signature names.", required: true),
            .init(
                "secret_access_key", .text(.secret),
                "The key itself, by reference to a secret. Make up a pair for relay.",
                required: true),
        ])

    private static let tls = ObjectSchema(
        name: "tls",
        fields: [
            .init(
                "certificate_file", .text(.filePath), "The certificate and those that vouch for it, as PEM.",
                required: true),
            .init("private_key_file", .text(.filePath), "Its private key, as PEM.", required: true),
        ])

    static let store = ObjectSchema(
        name: "a store",
        fields: [
            .init("path", .text(.filePath), "The file, relative to this one; relay.db if not given."),
            .init("retention", .object(retention), "How long what it holds is kept."),
        ])

    private static let retention = ObjectSchema(
        name: "a retention",
        fields: [
            .init(
                "outbox_days", .integer(Retention.daysRange),
                "Settled deliveries with bodies and attempts; 90 if not given."),
            .init(
                "ledger_days", .integer(Retention.daysRange),
                "Role uses; 1096 if not given. No less than outbox_days."),
            .init(
                "dedupe_days", .integer(Retention.daysRange),
                "The ids by which copies of an event are known; 400 if not given. No less than outbox_days."),
        ])

    static let stormControl = ObjectSchema(
        name: "a storm control",
        fields: [
            .init("state", .choice(switchStates), "Whether it is on; ENABLED if not given."),
            .init(
                "role_uses", .integer(StormControl.roleUsesRange),
                "So many uses of one role have a message each, the rest share one; 10 if not given."),
            .init(
                "within_seconds", .integer(StormControl.windowSecondsRange),
                "The window in which they are counted; 600 if not given."),
        ])

    private static let switchStates: [Schema.Choice] = [
        .init(word: "ENABLED", summary: "On."),
        .init(word: "DISABLED", summary: "Off: every use has a message of its own, however many there are."),
    ]

    static let drill = ObjectSchema(
        name: "a drill",
        fields: [
            .init(
                "announced_within_seconds", .integer(DrillSettings.announcedWithinSecondsRange),
                "How long a drill may take from the event's arrival to the last destination's answer; 60 if not given."
            ),
            .init("heartbeat", .object(heartbeat), "A drill that 'relay serve' holds by itself, again and again."),
        ])

    private static let heartbeat = ObjectSchema(
        name: "a heartbeat",
        fields: [
            .init("rule", .text(.name), "The rule that is drilled.", required: true),
            .init(
                "api_destination", .text(.name),
                "Where its messages go instead of the rule's own: a place where nobody gets used to drills.",
                required: true),
            .init("every_minutes", .integer(DrillSettings.heartbeatMinutesRange), "How often; 60 if not given."),
        ])
}
