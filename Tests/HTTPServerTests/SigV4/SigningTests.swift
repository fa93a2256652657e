import HTTPTypes
import Testing
import TextFormats

@testable import HTTPServer

/// relay's signatures are those of botocore.
@Suite struct SigningTests {
    static let fixture = SignedRequests.fixture

    @Test func hasAllRequests() { #expect(Self.fixture.requests.count == 9) }

    @Test(arguments: fixture.requests)
    func signsAsBotocoreDoes(_ signed: SignedRequests.Case) throws {
        let authorization = try signed.authorization
        var headers: [(name: String, value: String)] = []
        for (name, value) in signed.headers
        where authorization.signedHeaders.contains(name.lowercased()) { headers.append((name, value)) }
        headers.append(("Host", signed.authority))
        let parts = signed.target.split(separator: "?", maxSplits: 1).map(String.init)
        let request = CanonicalRequest(
            method: "POST", path: parts[0], query: parts.count > 1 ? parts[1] : "", headers: headers,
            body: Array(signed.body.utf8))
        #expect(String(decoding: request.text, as: UTF8.self) == signed.canonical)
        let string = StringToSign(request, dateTime: "20260302T091407Z", scope: authorization.scope)
        #expect(string.text == signed.stringToSign)
        let key = SigningKey(secret: Array(Self.fixture.secret.utf8), scope: authorization.scope)
        #expect(key.signature(of: string) == authorization.signature)
        #expect(key.isSignature(authorization.signature, of: string))
        #expect(!key.isSignature("", of: string))
        #expect(!key.isSignature(String(authorization.signature.dropLast(2)), of: string))
    }

    @Test func encodesWhatIsNotEncodedYet() {
        func query(_ text: String) -> Substring {
            let request = CanonicalRequest(method: "POST", path: "", query: text, headers: [], body: [])
            return String(decoding: request.text, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)[2]
        }
        #expect(query("b=é&a=%zz&a=+") == "a=%25zz&a=%2B&b=%C3%A9")
        #expect(query("a=%2f%2F&a") == "a=&a=%2F%2F")
        #expect(query("%") == "%25=")
        #expect(query("&&=") == "=")
    }

    @Test func readsTimes() {
        #expect(SigningTime(parsing: "20260302T091407Z")?.moment.secondsText == "2026-03-02T09:14:07Z")
        #expect(SigningTime(httpDate: "Mon, 02 Mar 2026 09:14:07 GMT")?.text == "20260302T091407Z")
        for text in [
            "", "20260302T091407", "2026-03-02T09:14:07Z", "20260230T091407Z", "20260302T251407Z", "é0260302T09140",
            // Forms that HTTP knows besides, and that no signer writes.
            "Monday, 02-Mar-26 09:14:07 GMT", "Mon Mar  2 09:14:07 2026", "Mon, 2 Mar 2026 09:14:07 GMT",
        ] {
            #expect(SigningTime(parsing: text) == nil, "\(text)")
            #expect(SigningTime(httpDate: text) == nil, "\(text)")
        }
    }
}
