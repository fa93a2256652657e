import Testing

@testable import ConfigDocument
@testable import Rules

/// The schema's regular expression and the loader's code must say the same of every text.
struct TextRuleTests {
    static let rules: [TextRule] = [
        .name, .accountID, .label, .jsonPath, .variableName, .headerName, .headerValue, .queryText, .pathParameter,
        .maybeSecret, .secret, .endpoint, .listenAddress, .accessKeyID,
    ]

    static let texts = [
        "", " ", "\t", "a", "A-Z_0.9", "-", "break-glass", "break glass", "é", "111122223333", "11112222333",
        "１１１１２２２２３３３３",
        "$", "$.detail", "detail", "<x>", "a:b", "a\nb", "a\u{7F}", "\u{0}", "tab\there", " padded ", "X-Custom",
        "X Custom", "~`|",
        "${env:A}", "Bearer ${env:A}", "$${env:A}", "$$${env:A}", "${env:A} ${file:x y}", "${env:A", "${envv:A}", "${}",
        "${env:}",
        "$", "$$", "$5 ${env:A}$", "${secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret:x}",
        "${secretsmanager:arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:x/y#k}",
        "${secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:x}", "${secretsmanager:x#}", "${file:}",
        "${file:a#b}",
        "https://slack.com/api", "https://", "http://slack.com", "http://localhost", "http://localhost:1/x",
        "http://localhostile", "http://127.0.0.1/*", "http://[::1]:80/", "https://a/${env:B}/*", "${env:URL}",
        "127.0.0.1:8765", "[::1]:0", "localhost:65535", "localhost:65536", "::1:80",
        "localhost:080", "a.b-:1", "0.0.0.0", ":1", "[]:1", "AKIAIOSFODNN7EXAMPLE",
        "https://a@b/", "http://localhost:x@evil.example/", "http://localhost${env:X}/", "http://localhost?x",
        "https:///x", "https://*.example/", "https://a:*/", "https://a*/", "https://a/*?q=*", "https://a?*",
        "https://a/?x?",
        "https://a:0/", "https://a:65535/", "https://a:65536/", "https://a:080/", "https://a:/", "https://a:${env:P}/",
        "https://a:80${env:X}/", "https://${env:H}:80/*", "https://[::1]:443/*", "https://[::1]x/", "https://[]/",
        "https://a;b/", "https://a/@b?c=@", "${env:URL}*?*",
        "${env:URL}/x", "x${env:URL}", "https://a b", "https://a\"b", "https://a/%zz",
    ]

    @Test(arguments: rules.map(\.name).indices)
    func schemaAndLoaderAgree(index: Int) throws {
        let rule = Self.rules[index]
        let regex = try Regex(try #require(rule.regex))
        for text in Self.texts {
            let inSchema = text.contains(regex)
            #expect((rule.refusal(text) == nil) == inSchema, "\(rule.name): \(text.debugDescription)")
        }
    }

    /// A rule that accepts all of the texts, or none, would prove nothing.
    @Test(arguments: rules.map(\.name).indices)
    func eachRuleAcceptsOnlySomeOfTheTexts(index: Int) {
        let accepted = Self.texts.filter { Self.rules[index].refusal($0) == nil }
        #expect(!accepted.isEmpty && accepted.count < Self.texts.count)
    }
}
