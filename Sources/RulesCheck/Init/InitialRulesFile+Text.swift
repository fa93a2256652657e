extension InitialRulesFile {
    /// The file, in YAML.
    public var text: String {
        """
        # relay's rules: what to watch for, whom to tell. Check them with 'relay check', try them with 'relay test'.
        version: 1

        # 'relay serve' listens on 127.0.0.1:8765 and keeps what must not be lost in relay.db, beside this file. To let
        # others send, say where to listen and what they must show; 'relay check --schema' knows every key.
        #
        # server:
        #   listen: 0.0.0.0:8765
        #   authorization:
        #     - bearer: { token: "${env:RELAY_TOKEN}" }
        #   tls: { certificate_file: relay.pem, private_key_file: relay.key }
        # store: { path: relay.db, retention: { outbox_days: 90, ledger_days: 1096 } }
        #
        # After ten uses of one role in ten minutes the rest share one message: storm_control: { role_uses: 10, … }.
        # 'relay drill' tries whether alerts arrive in time: drill: { announced_within_seconds: 60 }.

        # Names for account numbers, so that nobody mistakes production for staging.
        accounts:
          "\(account)": { name: \(accountName), environment: PRODUCTION }

        # How to authorise requests. Secrets stay elsewhere: ${env:NAME}, ${file:path} or ${secretsmanager:arn#key}.
        connections:
          slack:
            authorization_type: API_KEY
            auth_parameters:
              api_key: { key: Authorization, value: "Bearer ${env:SLACK_BOT_TOKEN}" }

        # Where to send. Slack takes one message a second into a channel. Another destination can be told when this one
        # fails: otherwise: NAME, and otherwise_after_seconds: 300 to have it told while this one is still tried.
        api_destinations:
          slack-security-alerts:
            connection: slack
            invocation_endpoint: https://slack.com/api/chat.postMessage
            http_method: POST
            invocation_rate_limit_per_second: 1

        rules:
          break-glass-used:
            description: Somebody took up \(subject)
            # AssumeRole and its kin are read-only events, which EventBridge does not promise to rules that are just ENABLED.
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              source: [aws.sts]
              detail:
                eventName: [AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity]
                errorCode: [{ exists: false }]
                $or:
                  - requestParameters:
                      roleArn: [\(rolePattern)]
                  # A request with an oversized policy is left out of the record: the role is then among its resources.
                  - requestParameters: { omitted: [true, "true"] }
                    resources:
                      ARN: [\(rolePattern)]
            targets:
              slack:
                api_destination: slack-security-alerts
                input_transformer:
                  # <relay.…> are relay's own variables; 'relay render' shows what comes of them.
                  input_template: |
                    {
                      "channel": "\(channel)",
                      "text": "ALERT: <relay.who> has activated the <relay.role> role in <relay.account> for <relay.duration>.",
                      "blocks": [
                        {"type": "header", "text": {"type": "plain_text", "text": "<relay.environment>: <relay.role> in use"}},
                        {"type": "section", "text": {"type": "mrkdwn", "text": "*ALERT:* *<relay.who>* has activated the *<relay.role>* role in *<relay.account>* for <relay.duration>."}},
                        {"type": "section", "fields": [
                          {"type": "mrkdwn", "text": "*When*\\n<relay.time>"},
                          {"type": "mrkdwn", "text": "*From*\\n<relay.from>"},
                          {"type": "mrkdwn", "text": "*By way of*\\n<relay.via>"},
                          {"type": "mrkdwn", "text": "*MFA*\\n<relay.mfa>"}
                        ]},
                        {"type": "context", "elements": [{"type": "mrkdwn", "text": "<relay.usage> Event <relay.event-id>, <relay.region>."}]}
                      ]
                    }
                retry_policy: { maximum_retry_attempts: 185, maximum_event_age_in_seconds: 86400 }

          break-glass-refused:
            description: Somebody tried to take up \(subject), and was refused
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              source: [aws.sts]
              detail:
                eventName: [AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity]
                errorCode: [AccessDenied]
                # A refused request is recorded without its parameters: the role stands in the message alone.
                errorMessage: [\(messagePattern)]
            targets:
              slack:
                api_destination: slack-security-alerts
                input_transformer:
                  input_template: |
                    {
                      "channel": "\(channel)",
                      "text": "REFUSED: <relay.who> tried to activate the <relay.role> role in <relay.account>, from <relay.from>."
                    }

          # Sessions in the console. They are recorded beside the events above, so that a second message would say nothing
          # new: without targets, matches are only counted.
          break-glass-console:
            description: Somebody works in the console as \(subject)
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              source: [aws.signin]
              detail:
                eventName: [SwitchRole, ConsoleLogin]
                # The role's ARN as its sessions have it: no path, and the session's name at the end.
                userIdentity: { arn: [\(sessionPattern)] }

          root-used:
            description: Somebody signed in as the root user of an account, or borrowed its rights
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern:
              $or:
                - source: [aws.signin]
                  detail:
                    eventName: [ConsoleLogin]
                    userIdentity: { type: [Root] }
                - source: [aws.sts]
                  detail: { eventName: [AssumeRoot] }
            targets:
              slack:
                api_destination: slack-security-alerts
                input_transformer:
                  input_template: |
                    {
                      "channel": "\(channel)",
                      "text": "ALERT: <relay.who> has used the root user of <relay.account>, from <relay.from>: <relay.outcome>."
                    }

        \(tests)
        """
    }

    /// The tests of the file: their events stand in it, so that it works wherever it lies.
    private var tests: String {
        """
        # Run by 'relay test'. An event stands here, or in a file whose path is given instead.
        tests:
          - name: taking up the role is announced
            event:
              detail-type: AWS API Call via CloudTrail
              source: aws.sts
              account: "\(account)"
              time: "2026-03-02T11:02:16Z"
              region: eu-west-1
              detail:
                eventTime: "2026-03-02T11:02:16Z"
                eventSource: sts.amazonaws.com
                eventName: \(eventName)
                awsRegion: eu-west-1
                sourceIPAddress: 198.51.100.42
                userIdentity: { type: \(callerType), userName: alice }
                requestParameters: { roleArn: "\(sampleARN)", roleSessionName: alice, durationSeconds: 3600 }
                eventID: 9a5b039a-4842-4101-a534-06bcfde2d02a
                eventType: AwsApiCall
                recipientAccountId: "\(account)"
            matches: [break-glass-used]
            bodies:
              break-glass-used:
                slack:
                  \(expectedBody)

          - name: another role is nobody's business
            event:
              detail-type: AWS API Call via CloudTrail
              source: aws.sts
              account: "\(account)"
              time: "2026-03-02T11:02:16Z"
              region: eu-west-1
              detail:
                eventSource: sts.amazonaws.com
                eventName: \(eventName)
                requestParameters: { roleArn: "arn:aws:iam::\(account):role/ReadOnly", roleSessionName: alice }
            matches: []

          - name: a refused attempt
            event:
              detail-type: AWS API Call via CloudTrail
              source: aws.sts
              account: "\(account)"
              time: "2026-03-02T13:45:05Z"
              region: eu-west-1
              detail:
                eventSource: sts.amazonaws.com
                eventName: AssumeRole
                sourceIPAddress: 192.0.2.10
                userIdentity: { type: IAMUser, arn: "arn:aws:iam::\(account):user/mallory", userName: mallory }
                errorCode: AccessDenied
                errorMessage: "User: arn:aws:iam::\(account):user/mallory is not authorized to perform: sts:AssumeRole on resource: \(sampleARN)"
                requestParameters: null
            matches: [break-glass-refused]

          - name: the role in the console
            event:
              detail-type: AWS Console Sign In via CloudTrail
              source: aws.signin
              account: "\(account)"
              time: "2026-03-03T10:00:20Z"
              region: us-east-1
              detail:
                eventSource: signin.amazonaws.com
                eventName: SwitchRole
                userIdentity: { type: AssumedRole, arn: "\(sampleSessionARN)" }
                requestParameters: null
                responseElements: { SwitchRole: Success }
            matches: [break-glass-console]

          - name: the root user signs in
            event:
              detail-type: AWS Console Sign In via CloudTrail
              source: aws.signin
              account: "\(account)"
              time: "2026-03-03T08:30:40Z"
              region: us-east-1
              detail:
                eventSource: signin.amazonaws.com
                eventName: ConsoleLogin
                sourceIPAddress: 192.0.2.10
                userIdentity: { type: Root, arn: "arn:aws:iam::\(account):root", accountId: "\(account)" }
                responseElements: { ConsoleLogin: Success }
            matches: [root-used]

        """
    }
}

// MARK: - What depends on the role

extension InitialRulesFile {
    private var isExample: Bool {
        if case .role(let role) = role { role.description == Self.exampleARN } else { true }
    }

    private var accountName: String { isExample ? "payments-prod" : "production" }

    private var roleName: String {
        switch role {
        case .role(let role): role.name
        case .permissionSet(let name): name
        }
    }

    /// The announcement as it will be sent. A name with `@` is left out of it: in Slack's text such words are split by
    /// an invisible character, so that they do not mention anybody.
    private var expectedBody: String {
        roleName.utf8.contains(UInt8(ascii: "@"))
            ? "channel: \(channel)"
            : "text: \"ALERT: alice has activated the \(roleName) role in \(accountName) (\(account)) for 60 minutes.\""
    }

    private var account: String {
        if case .role(let role) = role { role.account } else { "111122223333" }
    }

    private var subject: String {
        switch role {
        case .role(let role): "the role \(role.name)"
        case .permissionSet(let name): "the permission set \(name)"
        }
    }

    /// How the role is found by its own ARN.
    private var rolePattern: String {
        switch role {
        case .role(let role): "\"\(role)\""
        case .permissionSet(let name):
            // Between the path and the name stands a Region, except in us-east-1; at the end 16 digits that change.
            "{ wildcard: \"*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_\(name)_*\" }"
        }
    }

    /// How the role is found in the sentence of a refusal, in which a reason may follow it.
    private var messagePattern: String {
        switch role {
        case .role(let role): "{ suffix: \"\(role)\" }, { wildcard: \"*\(role) *\" }"
        case .permissionSet(let name):
            "{ wildcard: \"*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_\(name)_*\" }"
        }
    }

    private var sessionPattern: String {
        switch role {
        case .role(let role):
            "{ wildcard: \"arn:\(role.partition):sts::\(role.account):assumed-role/\(role.name)/*\" }"
        case .permissionSet(let name): "{ wildcard: \"*:assumed-role/AWSReservedSSO_\(name)_*/*\" }"
        }
    }

    private var eventName: String {
        if case .role = role { "AssumeRole" } else { "AssumeRoleWithSAML" }
    }

    private var callerType: String {
        if case .role = role { "IAMUser" } else { "SAMLUser" }
    }

    private var sampleARN: String {
        switch role {
        case .role(let role): role.description
        case .permissionSet(let name):
            "arn:aws:iam::\(account):role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_\(name)_1f2e3d4c5b6a7988"
        }
    }

    private var sampleSessionARN: String {
        switch role {
        case .role(let role): "arn:\(role.partition):sts::\(role.account):assumed-role/\(role.name)/alice"
        case .permissionSet(let name):
            "arn:aws:sts::\(account):assumed-role/AWSReservedSSO_\(name)_1f2e3d4c5b6a7988/alice"
        }
    }
}
