import HTTPTypes
import Rules
import TextFormats

@testable import HTTPServer

/// Takes what libFuzzer makes up for a signed request: nothing that was not signed is let in, what is signed with the key
/// is, and no longer once a byte of it is changed.
///
/// The input is five texts with a line feed after each: the `Authorization` header, the date, the target, a further
/// header's value, and, to the end, the body.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSignature(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let parts = input.split(separator: UInt8(ascii: "\n"), maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5 else { return 0 }
    func text(_ index: Int) -> String { String(decoding: parts[index], as: UTF8.self) }
    let body = Array(parts[4])
    guard let trial = Trial(authorization: text(0), date: text(1), target: text(2), value: text(3)) else { return 0 }
    precondition(!trial.isLetIn(trial.head, body), "a request with a made-up signature is let in")
    let signed = trial.signed(body)
    precondition(trial.isLetIn(signed, body), "a request signed with the key is refused")
    precondition(!trial.isLetIn(signed, body + [0]), "another body is let in")
    var other = signed
    other.headerFields[trial.extra] = "\(signed.headerFields[trial.extra] ?? "")x"
    precondition(!trial.isLetIn(other, body), "another header is let in")
    other = signed
    other.path = "/another\(signed.path ?? "")"
    precondition(!trial.isLetIn(other, body), "another path is let in")
    return 0
}

private struct Trial {
    let head: HTTPRequest
    let extra: HTTPField.Name
    private let date: HTTPField.Name
    private let keys: AccessKeys
    private let now = Timestamp(milliseconds: 1_772_442_847_000)
    private let secret = "a secret of the fuzzer's"

    init?(authorization: String, date: String, target: String, value: String) {
        guard let extraName = HTTPField.Name("x-extra"), let dateName = HTTPField.Name("x-amz-date"),
            let operation = HTTPField.Name("x-amz-target"), let text = try? SecretText(parsing: secret),
            let keys = try? AccessKeys(
                [ServerSettings.AccessKey(id: "AKIDEXAMPLE", secret: text)], secrets: NoSecrets())
        else { return nil }
        (extra, self.date, self.keys) = (extraName, dateName, keys)
        var head = HTTPRequest(method: .post, scheme: "http", authority: "relay.example", path: target)
        head.headerFields[.authorization] = authorization
        head.headerFields[dateName] = date
        head.headerFields[operation] = "AWSEvents.PutEvents"
        head.headerFields[extraName] = value
        self.head = head
    }

    func isLetIn(_ head: HTTPRequest, _ body: [UInt8]) -> Bool {
        do throws(SignatureError) {
            try ClaimedSignature(head, keys: keys, now: now).verify(head, body: body)
            return true
        } catch {
            return false
        }
    }

    /// The same request, signed with the key at the present time.
    func signed(_ body: [UInt8]) -> HTTPRequest {
        let time = SigningTime(now)
        let scope = CredentialScope(date: time.date, region: "eu-central-1", service: ClaimedSignature.service)
        var head = head
        head.headerFields[date] = time.text
        let headers = [
            (name: "host", value: head.authority ?? ""), (name: "x-amz-date", value: time.text),
            (name: "x-amz-target", value: "AWSEvents.PutEvents"),
            (name: "x-extra", value: head.headerFields[extra] ?? ""),
        ]
        let target = head.path ?? "/"
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        let request = CanonicalRequest(
            method: "POST", path: String(decoding: path, as: UTF8.self),
            query: String(decoding: target.utf8.dropFirst(path.count + 1), as: UTF8.self), headers: headers, body: body)
        let string = StringToSign(request, dateTime: time.text, scope: scope)
        let signature = SigningKey(secret: Array(secret.utf8), scope: scope).signature(of: string)
        head.headerFields[.authorization] = """
            AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=\(request.signedHeaders), \
            Signature=\(signature)
            """
        return head
    }
}

private struct NoSecrets: SecretSource {
    func secret(_ reference: SecretReference) throws(SecretError) -> String {
        throw SecretError(.missing, of: reference)
    }
}
