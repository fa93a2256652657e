import Testing

@testable import Rules

struct SecretTextTests {
    static let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf"

    @Test(arguments: [
        ("Bearer ${env:SLACK_BOT_TOKEN}", [SecretReference.environment(name: "SLACK_BOT_TOKEN")]),
        ("${file:/run/secrets/slack token}", [.file(path: "/run/secrets/slack token")]),
        ("${secretsmanager:\(arn)}", [.secretsManager(arn: arn, jsonKey: nil)]),
        ("${secretsmanager:\(arn)#token}", [.secretsManager(arn: arn, jsonKey: "token")]),
        ("${env:A}:${env:_b1}", [.environment(name: "A"), .environment(name: "_b1")]),
        ("$${env:A} $5 $$ $", []), ("", []),
    ])
    func findsReferences(text: String, references: [SecretReference]) throws {
        #expect(try SecretText(parsing: text).references == references)
    }

    @Test func aDoubledDollarStandsForOne() throws {
        #expect(try SecretText(parsing: "a $${env:A} $b").withoutSecrets == "a ${env:A} $b")
    }

    @Test(arguments: [
        ("x ${env:A", SecretTextError.Reason.unclosed, 2..<9), ("${envv:A}", .unknownStore(suggestion: "env"), 0..<9),
        ("${A}", .unknownStore(suggestion: nil), 0..<4), ("${env:1A}", .invalidVariableName, 0..<9),
        ("${env:}", .invalidVariableName, 0..<7), ("${file:}", .missingPath, 0..<8),
        ("${secretsmanager:slack}", .invalidARN, 0..<23), ("a\nb", .controlCharacter, 1..<2),
        ("${secretsmanager:\(arn)#}", .invalidARN, 0..<84),
    ])
    func refuses(text: String, reason: SecretTextError.Reason, range: Range<Int>) {
        let error = #expect(throws: SecretTextError.self) { try SecretText(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.range == range)
    }

    /// Literal text stays hidden in every way of showing a value.
    @Test func isMaskedInEveryDump() throws {
        let text = try SecretText(parsing: "hunter2 ${env:TOKEN}")
        let authorization = Connection.Authorization.apiKey(name: "Authorization", value: text)
        var dumped = ""
        dump(authorization, to: &dumped)
        for shown in ["\(text)", String(reflecting: text), "\(text.parts)", String(describing: authorization), dumped] {
            #expect(!shown.contains("hunter2"))
            #expect(shown.contains("TOKEN"))
        }
    }

    @Test(arguments: [
        ("xoxb-1234567890-abc", true), ("Bearer xapp-1-A0123456789", true), ("xoxb-", false),
        ("https://hooks.slack.com/services/T0/B0/abcdef", true), ("https://hooks.slack.com/", false),
        ("https://hooks.slack.com/services/${env:HOOK}", false),
        ("plain", false),
    ])
    func recognisesTokensAndWebhookAddresses(text: String, isFound: Bool) {
        #expect(SecretPattern.isFound(in: text) == isFound)
    }
}
