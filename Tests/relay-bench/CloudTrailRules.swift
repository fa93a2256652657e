import SeededGenerators

/// Rules as people write them for CloudTrail: the break-glass rule first, then other watchful ones, then many more of
/// the same kinds with random names.
enum CloudTrailRules {
    static func patterns(_ count: Int) -> [String] {
        if count <= 10 { return Array(watchful.prefix(count)) }
        var random = SeededRandom(seed: 99)
        let sources = [
            "iam", "ec2", "s3", "kms", "sts", "lambda", "rds", "ssm", "logs", "secretsmanager", "cloudtrail",
        ]
        let verbs = [
            "Create", "Delete", "Put", "Get", "List", "Describe", "Attach", "Detach", "Start", "Stop", "Modify",
        ]
        let nouns = [
            "Role", "User", "Policy", "Key", "Instances", "Bucket", "Trail", "Function", "Secret", "Parameter",
        ]
        func pick(_ words: [String]) -> String { words[random.below(words.count)] }
        var patterns = [watchful[0]]
        while patterns.count < count {
            let name = "\"\(pick(verbs))\(pick(nouns))\""
            let rest =
                switch patterns.count % 5 {
                case 0: #""eventName":[\#(name),"\#(pick(verbs))\#(pick(nouns))"]"#
                case 1: #""eventName":[{"prefix":"\#(pick(verbs))"}],"userIdentity":{"type":["IAMUser","Root"]}"#
                case 2:
                    #""eventName":[\#(name)],"requestParameters":{"roleArn":[{"wildcard":"*role/team\#(random.below(90))-*"}]}"#
                case 3:
                    #""eventName":[\#(name)],"userIdentity":{"arn":[{"wildcard":"arn:aws:*:user/person\#(random.below(90))*"}]}"#
                default:
                    #""eventName":[\#(name)],"recipientAccountId":["\#(100_000_000_000 + random.below(900_000_000))"]"#
                }
            patterns.append(
                #"{"source":["aws.\#(pick(sources))"],"detail-type":["AWS API Call via CloudTrail"],"detail":{\#(rest)}}"#
            )
        }
        return patterns
    }

    private static func roleTaken(_ role: String) -> String {
        #"""
        {"source":["aws.sts"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventSource":["sts.amazonaws.com"],
        "eventName":["AssumeRole","AssumeRoleWithSAML","AssumeRoleWithWebIdentity"],
        "requestParameters":{"roleArn":[{"wildcard":"*\#(role)*"}]}}}
        """#
    }

    private static let watchful = [
        roleTaken("break-glass"), roleTaken("BreakGlass"), roleTaken("emergency"),
        #"{"source":["aws.signin"],"detail":{"eventName":["ConsoleLogin"],"userIdentity":{"type":["Root"]}}}"#,
        #"{"source":["aws.iam"],"detail":{"eventName":["CreateAccessKey","CreateUser"],"errorCode":[{"exists":false}]}}"#,
        #"{"source":["aws.iam"],"detail":{"eventName":["AttachRolePolicy"],"requestParameters":{"policyArn":[{"suffix":"/AdministratorAccess"}]}}}"#,
        #"{"source":["aws.cloudtrail"],"detail":{"eventName":["StopLogging","DeleteTrail","UpdateTrail"]}}"#,
        #"{"detail":{"errorCode":[{"prefix":"AccessDenied"},"Client.UnauthorizedOperation"],"userIdentity":{"type":[{"anything-but":["AWSService"]}]}}}"#,
        #"{"detail":{"sourceIPAddress":[{"cidr":"198.51.100.0/24"},{"cidr":"192.0.2.0/24"}],"$or":[{"eventName":[{"prefix":"Delete"}]},{"eventName":[{"prefix":"Put"}]}]}}"#,
        #"{"source":["aws.kms","aws.secretsmanager"],"detail":{"eventName":["Decrypt","GetSecretValue"],"readOnly":[true],"userAgent":[{"equals-ignore-case":"aws-cli/2.0"},{"wildcard":"*terraform*"}]}}"#,
    ]
}
