import HTTPTypes
import RelayTesting
import Testing
import TextFormats

@testable import HTTPServer

/// Who may call the API.
@Suite struct APICallerTests {
    private static let body = #"{"Entries":[{"Source":"trial","DetailType":"t","Detail":"{}"}]}"#

    @Test func letsInThisMachineWithoutCredentials() async throws {
        let trial = try APITrial()
        #expect(try await trial.call("PutEvents", Self.body).status == 200)
        #expect(try await trial.call("PutEvents", Self.body, from: "::1").status == 200)
        #expect(
            try await trial.call(
                "PutEvents", Self.body, fields: [.authorization: "AWS4-HMAC-SHA256 made up"]
            ).status == 200)
    }

    @Test func refusesOtherMachinesWithoutCredentials() async throws {
        let trial = try APITrial()
        var proxied = HTTPFields()
        proxied.set("X-Forwarded-For", "192.0.2.1")
        let answers = [
            try await trial.call("PutEvents", Self.body, from: "192.0.2.1"),
            try await trial.call("PutEvents", Self.body, fields: [.origin: "https://example.com"]),
            try await trial.call("PutEvents", Self.body, fields: proxied),
        ]
        for answer in answers {
            #expect(answer.status == 403)
            #expect(answer.body.hasPrefix(#"{"__type":"AccessDeniedException","message":"#))
        }
        #expect(try await trial.accepted().isEmpty)
    }

    @Test func refusesSignedCallsWhenOnlyCredentialsAreConfigured() async throws {
        let trial = try APITrial(.bearer)
        let answer = try await trial.call(
            "PutEvents", Self.body, fields: [.authorization: "Bearer \(APITrial.secret)"])
        #expect(answer.status == 400)
        #expect(answer.body.hasPrefix(#"{"__type":"UnrecognizedClientException","message":"#))
        #expect(!answer.body.contains("MARKER"))
        #expect(try await trial.accepted().isEmpty)
    }

    @Test func letsInSignedCalls() async throws {
        let trial = try APITrial(.accessKey)
        let signed = try await trial.call("PutEvents", Self.body, fields: Self.signed("PutEvents", Self.body, trial))
        #expect(signed.status == 200)
        #expect(try await trial.accepted().first?.contains(#""region":"ap-south-1""#) == true)
        let wrong = try await trial.call(
            "PutEvents", Self.body, fields: Self.signed("PutEvents", Self.body, trial, secret: "other"))
        #expect(wrong.status == 400)
        #expect(
            wrong.body.hasPrefix(#"{"__type":"InvalidSignatureException","message":"The request signature we calc"#))
        let unknown = try await trial.call(
            "PutEvents", Self.body, fields: Self.signed("PutEvents", Self.body, trial, key: "AKIAOTHER"))
        #expect(
            unknown.body
                == #"{"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}"#
        )
        let missing = try await trial.call("PutEvents", Self.body)
        #expect(
            missing.body
                == #"{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}"#)
        let incomplete = try await trial.call("PutEvents", Self.body, fields: [.authorization: "Basic MARKER"])
        #expect(incomplete.body.hasPrefix(#"{"__type":"IncompleteSignatureException","message":"#))
        #expect(try await trial.accepted().count == 1)
    }

    /// On an address that others reach, access keys alone let in signed calls and no plain events.
    @Test func letsInSignedCallsOnAnOpenAddress() async throws {
        let trial = try APITrial(.accessKey, host: "0.0.0.0")
        let signed = try await trial.call(
            "PutEvents", Self.body, from: "192.0.2.7", fields: Self.signed("PutEvents", Self.body, trial))
        #expect(signed.status == 200)
        let plain = try await trial.call(nil, #"{"source":"trial"}"#, path: "/events", from: "192.0.2.7")
        #expect(plain.status == 403)
        #expect(try await trial.accepted().count == 1)
    }

    @Test func testsPatternsOnlyInSignedCalls() async throws {
        let trial = try APITrial(.accessKey)
        #expect(try await trial.call("TestEventPattern", "{}").body.contains("MissingAuthenticationTokenException"))
        let signed = try await trial.call(
            "TestEventPattern", "{}", fields: Self.signed("TestEventPattern", "{}", trial))
        #expect(signed.body.contains("ValidationException"))
        // The signature is for one operation only.
        let other = try await trial.call("TestEventPattern", "{}", fields: Self.signed("PutEvents", "{}", trial))
        #expect(other.body.contains("InvalidSignatureException"))
    }

    @Test func knowsTwoOperations() async throws {
        let trial = try APITrial()
        for operation in [nil, "PutRule", "", "putEvents"] {
            let answer = try await trial.call(operation, "{}")
            #expect(answer.status == 400)
            #expect(answer.body.hasPrefix(#"{"__type":"UnknownOperationException","message":"#))
        }
    }

    @Test func logsAndAnswersHoldNoSecret() async throws {
        let trial = try APITrial(.accessKey)
        let bodies = [
            Self.body, "{", #"{"Entries":[{}]}"#,
            #"{"Entries":[{"Source":"trial","DetailType":"t","Detail":"{\"password\":\"detail-MARKER\"}"}]}"#,
            #"{"Entries":[{"Source":"trial","DetailType":"t","Detail":"[detail-MARKER]"}]}"#,
        ]
        for body in bodies {
            for secret in [APITrial.secret, "other"] {
                var fields = Self.signed("PutEvents", body, trial, secret: secret)
                fields.set("X-Amz-Security-Token", "token-MARKER")
                let answer = try await trial.call("PutEvents", body, fields: fields)
                #expect(!answer.body.contains("MARKER"))
                #expect(!"\(answer.answer.fields)".contains("MARKER"))
            }
        }
        #expect(trial.lines.text.contains("event accepted"))
        #expect(trial.lines.text.contains("event invalid"))
        #expect(!trial.lines.text.contains("MARKER"))
        #expect(!trial.lines.text.contains("Signature="))
    }

    /// The headers of a request signed at the trial's time.
    private static func signed(
        _ operation: String, _ body: String, _ trial: APITrial, key: String = APITrial.accessKeyID,
        secret: String = APITrial.secret
    ) -> HTTPFields {
        let time = SigningTime(trial.clock.now)
        let scope = CredentialScope(date: time.date, region: "ap-south-1", service: "events")
        let request = CanonicalRequest(
            method: "POST", path: "/", query: "",
            headers: [
                ("host", "localhost"), ("x-amz-date", time.text), ("x-amz-target", "AWSEvents.\(operation)"),
            ],
            body: Array(body.utf8))
        let signature = SigningKey(secret: Array(secret.utf8), scope: scope)
            .signature(of: StringToSign(request, dateTime: time.text, scope: scope))
        var fields = HTTPFields()
        fields.set("X-Amz-Date", time.text)
        fields[.authorization] =
            "AWS4-HMAC-SHA256 Credential=\(key)/\(scope), SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
        return fields
    }
}
