import Crypto
import TextFormats

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
