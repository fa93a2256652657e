import HTTPTypes
import Rules
import Testing
import TextFormats

@testable import HTTPServer

/// What is signed is let in, and nothing that differs from it.
@Suite struct ClaimedSignatureTests {
    static let fixture = SignedRequests.fixture

    private func fault(
        of head: HTTPRequest, _ body: String, after wait: Duration = .zero, keys: AccessKeys? = nil
    ) throws -> SignatureError? {
        let now = try #require(Self.fixture.now) + wait
        let keys = try keys ?? Self.fixture.keys
        do throws(SignatureError) {
            try ClaimedSignature(head, keys: keys, now: now).verify(head, body: Array(body.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: fixture.requests)
    func letsInWhatBotocoreSigned(_ signed: SignedRequests.Case) throws {
        #expect(try fault(of: signed.head, signed.body) == nil)
    }

    @Test(arguments: fixture.requests)
    func refusesEveryChange(_ signed: SignedRequests.Case) throws {
        #expect(try fault(of: signed.head, signed.body + " ") == .mismatch)
        let names = try signed.authorization.signedHeaders.filter { $0 != "host" && !$0.hasSuffix("date") }
        #expect(!names.isEmpty)
        for name in names {
            var head = signed.head
            head.headerFields.set(name, "\(head.headerFields.value(named: name) ?? "")x")
            #expect(try fault(of: head, signed.body) == .mismatch, "\(name) changed")
            head.headerFields[try #require(HTTPField.Name(name))] = nil
            #expect(try fault(of: head, signed.body) == .mismatch, "\(name) taken away")
        }
        var other = signed.head
        other.authority = "elsewhere"
        #expect(try fault(of: other, signed.body) == .mismatch)
        other = signed.head
        other.method = .put
        #expect(try fault(of: other, signed.body) == .mismatch)
        other = signed.head
        other.path = "\(signed.target)\(signed.target.contains("?") ? "&" : "?")x=1"
        #expect(try fault(of: other, signed.body) == .mismatch)
        other.path = "/x\(signed.target)"
        #expect(try fault(of: other, signed.body) == .mismatch)
    }

    @Test func refusesEveryOtherSignature() throws {
        let signed = Self.fixture.requests[0]
        let signature = try signed.authorization.signature
        for index in signature.indices {
            var changed = signature
            changed.replaceSubrange(index...index, with: signature[index] == "0" ? "1" : "0")
            let head = try Self.head(signed, replacing: signature, with: changed)
            #expect(try fault(of: head, signed.body) == .mismatch)
        }
        for changed in ["0", "zz", String(signature.dropLast(2)), signature + "00"] {
            let head = try Self.head(signed, replacing: signature, with: changed)
            #expect(try fault(of: head, signed.body) == .mismatch)
        }
    }

    private static func head(
        _ signed: SignedRequests.Case, replacing old: String, with new: String
    ) throws -> HTTPRequest {
        var head = signed.head
        let value = try #require(head.headerFields[.authorization])
        #expect(value.contains(old))
        head.headerFields[.authorization] = value.replacing(old, with: new)
        return head
    }

    @Test(arguments: [
        ("AKIDEXAMPLE/", "AKIDANOTHER/", SignatureError.unknownKey),
        ("AKIDEXAMPLE/", "akidexample/", .unknownKey),
        ("/us-east-1/", "/us-east-2/", .mismatch),
        ("/us-east-1/", "//", .invalid("Credential should be scoped to a valid region.")),
        ("/events/", "/sqs/", .invalid("Credential should be scoped to correct service: 'events'.")),
        (
            "/aws4_request", "/aws5_request",
            .invalid("Credential should be scoped with a valid terminator: 'aws4_request'.")
        ),
        (
            "/20260302/", "/20260303/",
            .invalid(
                """
                Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                '20260303' != '20260302', from '20260302T091407Z'.
                """)
        ),
        (
            "/events/", "/",
            .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
        ),
        ("Credential=", "Credentials=", .incomplete("Authorization header requires 'Credential' parameter.")),
        (
            "SignedHeaders=", "SignedHeaders",
            .incomplete("Invalid key=value pair (missing equal-sign) in Authorization header.")
        ),
        ("host;", "", .invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.")),
        ("x-amz-date;", "", .invalid("'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.")),
        (";x-amz-target", "", .invalid("'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.")),
        ("content-type;", "", .mismatch),
        (
            "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1",
            .incomplete(
                """
                Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' \
                parameter. Authorization header requires 'SignedHeaders' parameter.
                """)
        ),
    ])
    func saysWhatIsWrong(_ old: String, _ new: String, _ expected: SignatureError) throws {
        let signed = Self.fixture.requests[0]
        let head = try Self.head(signed, replacing: old, with: new)
        #expect(try fault(of: head, signed.body) == expected)
    }

    @Test func refusesOtherTimes() throws {
        let signed = Self.fixture.requests[0]
        for seconds in [-300, 300] { #expect(try fault(of: signed.head, signed.body, after: .seconds(seconds)) == nil) }
        #expect(
            try fault(of: signed.head, signed.body, after: .seconds(301))
                == .invalid(
                    "Signature expired: 20260302T091407Z is now earlier than 20260302T091408Z (20260302T091908Z - 5 min.)"
                ))
        #expect(
            try fault(of: signed.head, signed.body, after: .seconds(-301))
                == .invalid(
                    """
                    Signature not yet current: 20260302T091407Z is still later than 20260302T091406Z \
                    (20260302T090906Z + 5 min.)
                    """))
    }

    @Test func refusesRequestsWithoutTimeOrSignature() throws {
        let signed = Self.fixture.requests[0]
        var head = signed.head
        head.headerFields[try #require(HTTPField.Name("X-Amz-Date"))] = nil
        #expect(
            try fault(of: head, signed.body)
                == .incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."))
        head.headerFields.set("X-Amz-Date", "yesterday")
        #expect(
            try fault(of: head, signed.body)
                == .incomplete("Date must be in ISO-8601 'basic format'. Got 'yesterday'."))
        // Signed a second later than it says.
        head.headerFields.set("X-Amz-Date", "20260302T091408Z")
        #expect(try fault(of: head, signed.body) == .mismatch)
        head.headerFields[.authorization] = nil
        #expect(try fault(of: head, signed.body) == .missing)
    }

    @Test func refusesAnotherSecret() throws {
        let keys = try AccessKeys(
            [.init(id: "AKIDEXAMPLE", secret: SecretText(parsing: "another"))], secrets: NoSecrets())
        let signed = Self.fixture.requests[0]
        #expect(try fault(of: signed.head, signed.body, keys: keys) == .mismatch)
    }

    /// Credentials of another kind that are sent by mistake are never repeated, wherever they stand.
    @Test(arguments: [
        "Bearer MARKER", "Basic MARKER", "MARKER", "AWS4-HMAC-SHA256 MARKER", "AWS4-HMAC-SHA256 Credential=MARKER",
    ])
    func repeatsNoCredentials(_ header: String) throws {
        var head = Self.fixture.requests[0].head
        head.headerFields[.authorization] = header
        let fault = try #require(try fault(of: head, ""))
        #expect(!"\(fault)".contains("MARKER"))
        guard case .incomplete = fault else {
            Issue.record("\(fault)")
            return
        }
    }
}
