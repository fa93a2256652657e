/// Why certificate files cannot be used. Names the files, and holds nothing of the key.
package struct CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        /// - Parameter detail: in the system's words.
        case unreadable(detail: String)
        case tooLarge(limit: Int)
        case noCertificate
        case noPrivateKey
        /// The two do not belong together, or are of a kind that TLS has no use for.
        case unusable
    }

    package let reason: Reason
    package let path: String

    package init(_ reason: Reason, path: String) {
        self.reason = reason
        self.path = path
    }

    package var description: String {
        switch reason {
        case .unreadable(let detail): "\(path): cannot be read: \(detail)"
        case .tooLarge(let limit): "\(path): longer than \(limit) bytes, which no certificate file is"
        case .noCertificate: "\(path): holds no certificate in PEM form"
        case .noPrivateKey: "\(path): holds no private key in PEM form, or one with a passphrase"
        case .unusable: "\(path): the private key is not that of the certificate"
        }
    }
}
