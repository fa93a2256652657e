import Crypto
import TextFormats

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
