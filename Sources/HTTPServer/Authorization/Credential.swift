import Crypto
import HTTPTypes
import TextFormats

/// Something that a sender may show in a header to be let in.
///
/// Only a digest of it is kept, and compared with the digest of what is shown: in a time that does not depend on where
/// the two differ, nor on how long they are.
struct Credential: Sendable {
    enum Scheme: Hashable, Sendable {
        /// The header's whole value.
        case header(HTTPField.Name)
        /// What follows `Basic` in `Authorization`.
        case basic
        /// What follows `Bearer` in `Authorization`.
        case bearer
    }

    let scheme: Scheme
    private let digest: SHA256Digest

    init(_ scheme: Scheme, secret: String) {
        self.scheme = scheme
        digest = SHA256.hash(data: Array(secret.utf8))
    }

    func isShown(in fields: HTTPFields) -> Bool {
        guard let shown = shown(in: fields) else { return false }
        // Digests are compared in constant time.
        return SHA256.hash(data: Array(shown)) == digest
    }

    private func shown(in fields: HTTPFields) -> Substring.UTF8View? {
        switch scheme {
        case .header(let name): fields[name].map { Substring($0).utf8 }
        case .basic: fields[.authorization].flatMap { Self.value(of: $0, after: "basic") }
        case .bearer: fields[.authorization].flatMap { Self.value(of: $0, after: "bearer") }
        }
    }

    /// What stands behind the name of a scheme, which may be in capitals, and blanks.
    private static func value(of field: String, after scheme: String) -> Substring.UTF8View? {
        let utf8 = field.utf8
        guard let blank = utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        guard field[..<blank].hasBytes(ofIgnoringCase: scheme) else { return nil }
        return Substring(field[blank...]).utf8.drop { $0 == UInt8(ascii: " ") }
    }
}
