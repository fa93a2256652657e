import EventGenerators
import EventPatterns
import JSONText
import Testing

struct RequiredLiteralsTests {
    static func literals(_ patterns: [String], below path: String = "detail") throws -> [String]? {
        let set = PatternSet(try patterns.map { try EventPattern(parsing: $0) })
        return RequiredLiterals.search(for: set, below: path)?.literals.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ([#"{"detail":{"eventName":["AssumeRole"]}}"#], ["AssumeRole"]),
        ([#"{"detail":{"eventName":["AssumeRole","AssumeRoleWithSAML"]}}"#], ["AssumeRole"]),
        ([#"{"detail":{"eventName":["ConsoleLogin","SwitchRole"]}}"#], ["ConsoleLogin", "SwitchRole"]),
        ([#"{"detail":{"requestParameters":{"roleArn":[{"wildcard":"*role/*break-glass*"}]}}}"#], ["break-glass"]),
        // What stands in nearly every record excludes nothing, so another field is taken.
        ([#"{"detail":{"eventType":["AwsApiCall"],"eventName":["StopLogging"]}}"#], ["StopLogging"]),
        // The envelope is not in the record.
        ([#"{"source":["aws.sts"],"detail":{"eventName":["AssumeRole"]}}"#], ["AssumeRole"]),
        // Characters with several spellings are left out.
        ([#"{"detail":{"name":["abc\"quoted-text"]}}"#], ["quoted-text"]),
        // Two rules that share a literal need it once.
        (
            [#"{"detail":{"eventName":["AssumeRole"]}}"#, #"{"detail":{"eventName":["AssumeRoleWithSAML"]}}"#],
            ["AssumeRole"]
        ),
    ])
    func picksLiterals(patterns: [String], expected: [String]) throws {
        #expect(try Self.literals(patterns) == expected)
    }

    @Test(arguments: [
        [#"{"source":["aws.sts"]}"#],
        [#"{"detail":{"errorCode":[{"exists":true}]}}"#],
        [#"{"detail":{"eventName":[{"anything-but":"AssumeRole"}]}}"#],
        [#"{"detail":{"eventName":["AssumeRole",{"exists":false}]}}"#],
        [#"{"detail":{"eventName":[{"equals-ignore-case":"assumerole"}]}}"#],
        [#"{"detail":{"eventName":["AssumeRole"]}}"#, #"{"detail":{"readOnly":[false]}}"#],
        [#"{"detail":{"eventType":["AwsApiCall"]}}"#],
        [#"{"detail":{"ip":["10.0.0.1"]}}"#],
    ])
    func thereMayBeNone(patterns: [String]) throws {
        #expect(try Self.literals(patterns) == nil)
    }

    /// Whatever matches holds a literal, or is spelt with `\u` or `\/`.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func everyMatchContainsALiteral(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        for _ in 0..<20 {
            let set = PatternSet(try (0..<2).map { _ in try EventPattern(parsing: random.pattern()) })
            guard let search = RequiredLiterals.search(for: set) else { continue }
            var matcher = PatternMatcher(set)
            for _ in 0..<30 {
                let text = Array(random.event().utf8)
                guard try matcher.match(text.span) else { continue }
                #expect(search.firstIndex(in: text.span) != nil, "\(String(decoding: text, as: UTF8.self))")
            }
        }
    }
}
