import SeededGenerators

/// Writes CloudTrail records that look and compress like real ones: a few principals do a few things over and over,
/// and only identifiers, times and names change.
struct RecordGenerator {
    /// A role session or user, as it stands in `userIdentity`, with the address and client it works from.
    private struct Principal {
        var identity: [UInt8]
        var address: [UInt8]
        var agent: [UInt8]
    }

    /// A record with gaps: `pieces[0] gaps[0] pieces[1] …`.
    private struct Template {
        enum Gap: Character {
            case principal = "P"
            case time = "T"
            case region = "R"
            case account = "A"
            case uuid = "U"
            case resource = "I"
            case name = "N"
            case address = "S"
            case agent = "G"
            case number = "#"
            case token = "K"
        }

        var pieces: [[UInt8]] = [[]]
        var gaps: [Gap] = []

        init(_ text: String) {
            var isMark = false
            for character in text {
                if isMark, let gap = Gap(rawValue: character) {
                    gaps.append(gap)
                    pieces.append([])
                    isMark = false
                } else if character == "%" {
                    isMark = true
                } else {
                    pieces[pieces.count - 1] += Array(String(character).utf8)
                }
            }
        }
    }

    private var random: SeededRandom
    private var principals: [Principal] = []
    private let templates: [(weight: Int, template: Template)]
    private let weights: Int
    private let assumption: Template
    private var seconds = 0

    let account: String
    let region: String

    init(seed: UInt64, account: String, region: String) {
        random = SeededRandom(seed: seed)
        self.account = account
        self.region = region
        templates = Self.kinds.map { ($0.weight, Template($0.text)) }
        weights = templates.reduce(0) { $0 + $1.weight }
        assumption = Template(Self.assumeBreakGlass)
        for _ in 0..<12 { principals.append(makePrincipal()) }
    }

    /// Appends an ordinary record, one that no break-glass rule matches.
    mutating func appendRecord(to output: inout [UInt8]) {
        var ticket = random.below(weights)
        for (weight, template) in templates {
            ticket -= weight
            if ticket < 0 {
                append(template, to: &output)
                return
            }
        }
    }

    /// Appends a record of somebody taking up the break-glass role.
    mutating func appendBreakGlassUse(to output: inout [UInt8]) { append(assumption, to: &output) }

    private mutating func append(_ template: Template, to output: inout [UInt8]) {
        if random.chance(0.5) { principals[random.below(principals.count)] = makePrincipal() }
        let principal = principals[random.below(principals.count)]
        for (index, piece) in template.pieces.enumerated() {
            output += piece
            guard index < template.gaps.count else { break }
            switch template.gaps[index] {
            case .principal: output += principal.identity
            case .address: output += principal.address
            case .agent: output += principal.agent
            case .time: appendTime(to: &output)
            case .region: output += region.utf8
            case .account: output += account.utf8
            case .uuid: appendUUID(to: &output)
            case .resource: appendHex(17, to: &output)
            case .name: output += Self.names[random.below(Self.names.count)].utf8
            case .number: output += String(random.below(100_000)).utf8
            case .token: appendHex(40, to: &output)
            }
        }
    }

    private mutating func makePrincipal() -> Principal {
        let name = Self.names[random.below(Self.names.count)]
        var key: [UInt8] = Array("ASIA".utf8)
        appendHex(16, to: &key)
        let keyText = String(decoding: key, as: UTF8.self).uppercased()
        let role = "\(name)-role"
        let session = "i-0\(String(random.next(), radix: 16))"
        let identity = """
            {"type":"AssumedRole","principalId":"AROA\(keyText.suffix(16)):\(session)","arn":"arn:aws:sts::\(account):assumed-role/\
            \(role)/\(session)","accountId":"\(account)","accessKeyId":"\(keyText)","sessionContext":{"sessionIssuer":{"type":\
            "Role","principalId":"AROA\(keyText.suffix(16))","arn":"arn:aws:iam::\(account):role/\(role)","accountId":\
            "\(account)","userName":"\(role)"},"attributes":{"creationDate":"2026-03-01T08:00:00Z","mfaAuthenticated":"false"}}}
            """
        return Principal(
            identity: Array(identity.utf8),
            address: Array("203.0.113.\(random.below(256))".utf8),
            agent: Array(Self.agents[random.below(Self.agents.count)].utf8))
    }

    private mutating func appendTime(to output: inout [UInt8]) {
        seconds = (seconds + random.below(3)) % 86_400
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        output += "2026-03-01T\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z".utf8
    }

    private mutating func appendUUID(to output: inout [UInt8]) {
        for (index, count) in [8, 4, 4, 4, 12].enumerated() {
            if index > 0 { output.append(UInt8(ascii: "-")) }
            appendHex(count, to: &output)
        }
    }

    private mutating func appendHex(_ count: Int, to output: inout [UInt8]) {
        var bits: UInt64 = 0
        for index in 0..<count {
            if index % 16 == 0 { bits = random.next() }
            output.append(Self.hexDigits[Int(bits & 15)])
            bits >>= 4
        }
    }
}

extension RecordGenerator {
    private static let hexDigits = Array("0123456789abcdef".utf8)
    private static let names = [
        "orders", "payments", "search", "billing", "catalogue", "frontend", "reports", "ingest", "warehouse", "mailer",
    ]
    private static let agents = [
        "aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.9 cfg/retry-mode#standard",
        "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#6.1.0 md/arch#aarch64 lang/python#3.12.4 Botocore/1.34.131",
        "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#arm64 api/sqs#1.34.3",
        "aws-sdk-java/2.26.25 Linux/5.10.220 OpenJDK_64-Bit_Server_VM/17.0.12 Java/17.0.12 vendor/Amazon.com_Inc. io/sync",
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.2 terraform-provider-aws/5.59.0 aws-sdk-go-v2/1.30.1 os/linux lang/go#1.22.4",
    ]

    private static let tail = """
        "requestID":"%U","eventID":"%U","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,\
        "recipientAccountId":"%A","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":\
        "TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"service.%R.amazonaws.com"}}
        """

    private static func call(_ source: String, _ name: String, _ request: String, _ response: String = "null") -> String
    {
        """
        {"eventVersion":"1.09","userIdentity":%P,"eventTime":"%T","eventSource":"\(source).amazonaws.com","eventName":\
        "\(name)","awsRegion":"%R","sourceIPAddress":"%S","userAgent":"%G","requestParameters":\(request),\
        "responseElements":\(response),\(tail)
        """
    }

    /// What an account does all day, and how often.
    private static let kinds: [(weight: Int, text: String)] = [
        (
            30,
            call(
                "kms", "Decrypt",
                #"{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::%N-data"}}"#
            )
        ),
        (
            20,
            call(
                "kms", "GenerateDataKey",
                #"{"keyId":"arn:aws:kms:%R:%A:key/1f0c3f4e","keySpec":"AES_256","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::%N-data"}}"#
            )
        ),
        (
            20,
            call(
                "ec2", "DescribeInstances",
                #"{"instancesSet":{"items":[{"instanceId":"i-%I"},{"instanceId":"i-%I"}]},"filterSet":{}}"#)
        ),
        (
            15,
            call(
                "ec2", "DescribeNetworkInterfaces",
                #"{"networkInterfaceIdSet":{},"filterSet":{"items":[{"name":"attachment.instance-id","valueSet":{"items":[{"value":"i-%I"}]}}]}}"#
            )
        ),
        (
            15,
            call(
                "logs", "CreateLogStream",
                #"{"logGroupName":"/aws/lambda/%N-worker","logStreamName":"2026/03/01/[$LATEST]%I"}"#)
        ),
        (12, call("s3", "GetBucketAcl", #"{"bucketName":"%N-data","Host":"%N-data.s3.%R.amazonaws.com","acl":""}"#)),
        (
            12,
            call(
                "secretsmanager", "GetSecretValue",
                #"{"secretId":"arn:aws:secretsmanager:%R:%A:secret:%N/database-%#"}"#)
        ),
        (
            10,
            call(
                "sqs", "GetQueueAttributes",
                #"{"queueUrl":"https://sqs.%R.amazonaws.com/%A/%N-queue","attributeNames":["All"]}"#)
        ),
        (
            8,
            call(
                "sts", "AssumeRole",
                #"{"roleArn":"arn:aws:iam::%A:role/%N-role","roleSessionName":"%N-%#","durationSeconds":3600}"#,
                #"{"credentials":{"accessKeyId":"ASIA%#","sessionToken":"%K","expiration":"Mar 1, 2026, 9:00:00 AM"},"assumedRoleUser":{"assumedRoleId":"AROA%#:%N-%#","arn":"arn:aws:sts::%A:assumed-role/%N-role/%N-%#"}}"#
            )
        ),
        (
            6,
            call(
                "iam", "GetRolePolicy", #"{"roleName":"%N-role","policyName":"%N"}"#,
                #"{"policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"*\"}]}"}"#
            )
        ),
        (4, call("dynamodb", "DescribeTable", #"{"tableName":"%N-%#"}"#)),
        (
            2,
            call(
                "autoscaling", "DescribeAutoScalingGroups",
                #"{"autoScalingGroupNames":["%N-%#","%N-%#"],"maxRecords":50}"#)
        ),
    ]

    private static let assumeBreakGlass = call(
        "sts", "AssumeRole",
        #"{"roleArn":"arn:aws:iam::%A:role/admin-break-glass","roleSessionName":"%N-oncall","durationSeconds":3600}"#,
        #"{"credentials":{"accessKeyId":"ASIA%#","sessionToken":"%K","expiration":"Mar 1, 2026, 9:00:00 AM"},"assumedRoleUser":{"assumedRoleId":"AROA%#:%N","arn":"arn:aws:sts::%A:assumed-role/admin-break-glass/%N-oncall"}}"#
    )
}
