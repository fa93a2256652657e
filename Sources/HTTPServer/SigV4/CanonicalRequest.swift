import Crypto
import TextFormats

/// A request in the one form that sender and receiver both derive and sign.
///
/// ```swift
/// let request = CanonicalRequest(
///     method: "POST", path: "/", query: "", headers: [("host", "localhost"), ("x-amz-date", "20260302T091407Z")],
///     body: body)
/// let toSign = StringToSign(request, dateTime: "20260302T091407Z", scope: scope)
/// let signature = SigningKey(secret: secret, scope: scope).signature(of: toSign)
/// ```
///
/// Source: IAM User Guide, "Create a signed AWS API request", for every service but S3, which encodes paths once only.
struct CanonicalRequest: Sendable {
    let text: [UInt8]
    /// The names of the signed headers, in lower case, sorted: `host;x-amz-date`.
    let signedHeaders: String

    /// - Parameters:
    ///   - path: as it is sent, percent-encoded; without the query.
    ///   - query: as it is sent, without the question mark.
    ///   - headers: those that are signed, a name that comes several times as often as it comes.
    init(method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8]) {
        let fields = Self.canonical(headers)
        signedHeaders = fields.map(\.name).joined(separator: ";")
        var text = Array("\(method)\n".utf8)
        text += path.utf8.isEmpty ? [UInt8(ascii: "/")] : PercentEncoding.encoded(path.utf8, keepingSlash: true)
        text += Array("\n".utf8) + Self.canonical(query: query) + Array("\n".utf8)
        for field in fields { text += Array("\(field.name):\(field.value)\n".utf8) }
        text += Array("\n\(signedHeaders)\n\(Hexadecimal.text(of: SHA256.hash(data: body)))".utf8)
        self.text = text
    }

    /// In lower case, sorted, the values of one name joined by commas.
    private static func canonical(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in headers { values[header.name.lowercased(), default: []].append(trimmed(header.value)) }
        return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Without blanks at either end, runs of them made one.
    private static func trimmed(_ value: String) -> String {
        let blanks: [UInt8] = [0x20, 0x09]
        return value.utf8.split { blanks.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: " ")
    }

    /// Names and values encoded in one way, sorted by name and then by value.
    private static func canonical(query: String) -> [UInt8] {
        var parameters: [(name: [UInt8], value: [UInt8])] = []
        for parameter in query.utf8.split(separator: UInt8(ascii: "&")) {
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            let value = parameter.dropFirst(name.count + 1)
            parameters.append((reencoded(name), reencoded(value)))
        }
        parameters.sort {
            $0.name == $1.name
                ? $0.value.lexicographicallyPrecedes($1.value) : $0.name.lexicographicallyPrecedes($1.name)
        }
        return Array(parameters.map { $0.name + [UInt8(ascii: "=")] + $0.value }.joined(separator: [UInt8(ascii: "&")]))
    }

    /// Text that a sender has percent-encoded in one way or another, encoded as signatures have it.
    private static func reencoded(_ text: Substring.UTF8View) -> [UInt8] {
        PercentEncoding.encoded(PercentEncoding.decoded(text))
    }
}

/// The key for one day, Region and service, derived from an access key's secret.
struct SigningKey: Sendable {
    private let key: SymmetricKey

    init(secret: [UInt8], scope: CredentialScope) {
        var key = SymmetricKey(data: Array("AWS4".utf8) + secret)
        for part in [scope.date, scope.region, scope.service, CredentialScope.terminator] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        self.key = key
    }

    /// 64 hexadecimal digits.
    func signature(of string: StringToSign) -> String {
        Hexadecimal.text(of: HMAC<SHA256>.authenticationCode(for: Array(string.text.utf8), using: key))
    }

    /// Whether a signature is that of a string, found out in a time that does not tell where they differ.
    func isSignature(_ signature: String, of string: StringToSign) -> Bool {
        guard let code = Hexadecimal.bytes(of: signature.utf8) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(string.text.utf8), using: key)
    }
}

/// What a signature is made of: when, for what, and a digest of the request.
struct StringToSign: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"

    let text: String

    /// - Parameter dateTime: when the request was signed, `20260302T091407Z`.
    init(_ request: CanonicalRequest, dateTime: String, scope: CredentialScope) {
        let digest = Hexadecimal.text(of: SHA256.hash(data: request.text))
        text = "\(Self.algorithm)\n\(dateTime)\n\(scope)\n\(digest)"
    }
}
