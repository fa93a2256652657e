public import JSONText

/// Finds bytes that occur in the text of every event that a pattern set matches, so that most texts need not be parsed.
///
/// A literal can also be spelt with `\u` or `\/`; a text that holds such an escape must be parsed whatever the search
/// says (``ElementCutter/Piece/isRespelt``).
public enum RequiredLiterals {
    /// A search that finds something in every text that some pattern of the set could match; nil when there is none, or
    /// when it would find something in nearly every text.
    ///
    /// - Parameter path: only fields below this path count, for a text that is not the whole event: `detail` for a
    ///   CloudTrail record, whose envelope is made up later.
    public static func search(for set: PatternSet, below path: String = "") -> LiteralSearch? {
        let prefix = path.isEmpty ? [] : Array(path.utf8) + [UInt8(ascii: ".")]
        var literals: Set<[UInt8]> = []
        for pattern in set.patterns {
            for alternative in pattern.alternatives {
                let options = alternative.fields.filter { $0.path.starts(with: prefix) }.compactMap(Self.literals)
                guard let best = options.min(by: { cost(of: $0) < cost(of: $1) }), cost(of: best) < uselessCost else {
                    return nil
                }
                literals.formUnion(best)
            }
        }
        // Where one literal holds another, finding the shorter is enough.
        let needed = literals.filter { literal in
            !literals.contains { $0.count < literal.count && literal.holds($0) }
        }
        return LiteralSearch(needed.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// One literal for each test of a field, or one for all; nil when some test needs none.
    private static func literals(of field: PatternField) -> [[UInt8]]? {
        var literals: [[UInt8]] = []
        for test in field.tests {
            guard let literal = longestRun(in: test.literalPieces) else { return nil }
            literals.append(literal)
        }
        guard let first = literals.first else { return nil }
        let common = literals.dropFirst().reduce(first) { longestCommonPart($0, $1) }
        return common.count >= commonBytesMinimum ? [common] : Array(Set(literals))
    }

    /// Values that share a piece of at least this many bytes are searched for by that piece.
    private static let commonBytesMinimum = 6

    /// The longest part that has only one spelling in JSON but for `\u` and `\/`.
    private static func longestRun(in pieces: [[UInt8]]) -> [UInt8]? {
        let runs = pieces.flatMap { piece in
            piece.split { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
        }
        guard let longest = runs.max(by: { $0.count < $1.count }), longest.count >= 2 else { return nil }
        return Array(longest.prefix(LiteralSearch.literalBytesLimit))
    }

    private static func longestCommonPart(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var best = left[0..<0]
        for start in left.indices {
            var end = start + best.count + 1
            while end <= left.count, right.holds(Array(left[start..<end])) {
                best = left[start..<end]
                end += 1
            }
        }
        return Array(best)
    }

    /// Roughly how often a search for these finds a text that does not match; for ranking only.
    private static func cost(of literals: [[UInt8]]) -> Int {
        literals.reduce(0) { sum, literal in
            if ubiquitousText.holds(literal) { return sum + uselessCost }
            if frequentNames.holds(literal) { return sum + 20 }
            return sum + (literal.count < 4 ? 50 : literal.count < 8 ? 3 : 1)
        }
    }

    private static let uselessCost = 1_000

    /// Calls and services that make up a tenth or a twentieth of a busy account's records: better than no literal.
    private static let frequentNames = Array(
        """
        AssumeRole AssumeRoleWithWebIdentity GetCallerIdentity Decrypt GenerateDataKey GetObject PutObject ListObjects \
        HeadObject GetBucketAcl GetSecretValue GetParameter DescribeInstances DescribeNetworkInterfaces CreateLogStream \
        DescribeLogStreams LookupEvents ListBuckets sts.amazonaws.com s3.amazonaws.com kms.amazonaws.com \
        ec2.amazonaws.com logs.amazonaws.com ssm.amazonaws.com secretsmanager.amazonaws.com
        """.utf8)

    /// Words that stand in nearly every CloudTrail record or its envelope, where searching for them excludes nothing.
    private static let ubiquitousText = Array(
        """
        "version":"0","id":"detail-type":"AWS API Call via CloudTrail","source":"aws.account":"time":"region":"resources":\
        "detail":{"eventVersion":"1.08","1.09","1.10","1.11","userIdentity":{"type":"AssumedRole","IAMUser","AWSService",\
        "principalId":"AROA","arn":"arn:aws:sts::123456789012:assumed-role/","arn:aws:iam::123456789012:role/",\
        "arn:aws:iam::123456789012:user/","accountId":"123456789012","accessKeyId":"ASIA","AKIA","sessionContext":\
        {"sessionIssuer":{"type":"Role","userName":"attributes":{"creationDate":"mfaAuthenticated":"false"}},"invokedBy":\
        "eventTime":"eventSource":"amazonaws.com","eventName":"awsRegion":"us-east-1","sourceIPAddress":"userAgent":\
        "requestParameters":"responseElements":null,"requestID":"eventID":"readOnly":true,"eventType":"AwsApiCall",\
        "managementEvent":true,"recipientAccountId":"eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.2",\
        "TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"amazonaws.com"}}
        """.utf8)
}

extension PatternTest {
    /// Parts that every accepted string holds; empty when there are none or other leaves are accepted too.
    fileprivate var literalPieces: [[UInt8]] {
        switch self {
        case .string(let value), .prefix(let value), .suffix(let value): [value]
        case .wildcard(let wildcard): wildcard.pieces
        default: []
        }
    }
}

extension [UInt8] {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard part.count <= count else { return false }
        return (0...count - part.count).contains { self[$0...].starts(with: part) }
    }
}
