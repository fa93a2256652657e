import Crypto
import Glibc
import Logging
import NIOSSL
import Rules
import Synchronization

/// The certificate for new connections, read again when its files change.
///
/// Files that cannot be used change nothing: a certificate and its key are replaced one after the other, and in between
/// they do not belong together.
final class ReloadingCertificate: Sendable {
    private struct State {
        var context: NIOSSLContext
        /// The digest of the files at the last check, or why they could not be read: each state is logged once.
        var seen: Result<SHA256Digest, CertificateError>
    }

    private let files: CertificateFiles
    private let state: Mutex<State>

    /// - Throws: ``CertificateError`` when the files cannot be used.
    init(_ paths: ServerSettings.TLS) throws(CertificateError) {
        files = CertificateFiles(paths: paths)
        let contents = try files.read()
        state = Mutex(State(context: try files.context(of: contents), seen: .success(contents.digest)))
    }

    var context: NIOSSLContext { state.withLock(\.context) }

    /// Reads the files, and logs the outcome if they have changed.
    func refresh(_ logger: Logger) {
        let contents: CertificateFiles.Contents
        do throws(CertificateError) {
            contents = try files.read()
        } catch {
            return isNews(.failure(error)) ? refuse(error, logger) : ()
        }
        guard isNews(.success(contents.digest)) else { return }
        do throws(CertificateError) {
            let context = try files.context(of: contents)
            state.withLock { $0.context = context }
            logger.notice("the certificate was read anew", metadata: ["file": "\(files.paths.certificateFile)"])
        } catch {
            refuse(error, logger)
        }
    }

    private func refuse(_ error: CertificateError, _ logger: Logger) {
        logger.error("the certificate in use stays: the new one cannot be used", metadata: ["error": "\(error)"])
    }

    private func isNews(_ look: Result<SHA256Digest, CertificateError>) -> Bool {
        state.withLock { state in
            guard state.seen != look else { return false }
            state.seen = look
            return true
        }
    }
}

/// The two PEM files that identify a server: its certificate, followed by those between it and its authority, and its
/// private key.
struct CertificateFiles: Sendable {
    /// A chain has some 10 KiB.
    static let bytesLimit = 1 << 20

    let paths: ServerSettings.TLS

    /// What the files held at one time.
    struct Contents: Sendable {
        fileprivate let chain: [UInt8]
        fileprivate let key: [UInt8]
        /// Differs where either of the two does.
        let digest: SHA256Digest
    }

    func read() throws(CertificateError) -> Contents {
        let (chain, key) = (try Self.bytes(at: paths.certificateFile), try Self.bytes(at: paths.privateKeyFile))
        var hash = SHA256()
        hash.update(data: Array(SHA256.hash(data: chain)))
        hash.update(data: key)
        return Contents(chain: chain, key: key, digest: hash.finalize())
    }

    /// Of TLS 1.2 only suites with a key exchange of each connection's own, so that whoever gets the private key cannot read
    /// what was recorded before, and with authenticated encryption (RFC 9325, section 4.2). Those of TLS 1.3 all have both.
    static let cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// What connections are encrypted with: TLS 1.3, or TLS 1.2 with forward secrecy.
    func context(of contents: Contents) throws(CertificateError) -> NIOSSLContext {
        let chain = (try? NIOSSLCertificate.fromPEMBytes(contents.chain)) ?? []
        guard !chain.isEmpty else { throw CertificateError(.noCertificate, path: paths.certificateFile) }
        guard let key = try? NIOSSLPrivateKey(bytes: contents.key, format: .pem) else {
            throw CertificateError(.noPrivateKey, path: paths.privateKeyFile)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = Self.cipherSuites
        configuration.applicationProtocols = ["http/1.1"]
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw CertificateError(.unusable, path: paths.privateKeyFile)
        }
        return context
    }

    private static func bytes(at path: String) throws(CertificateError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count > 0 {
                bytes.append(contentsOf: piece[..<count])
                guard bytes.count <= bytesLimit else {
                    throw CertificateError(.tooLarge(limit: bytesLimit), path: path)
                }
            } else if errno != EINTR {
                throw unreadable(path, errno)
            }
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> CertificateError {
        CertificateError(.unreadable(detail: unsafe String(cString: strerror(code))), path: path)
    }
}

/// Why certificate files cannot be used. Names the files, and holds nothing of the key.
package struct CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// The system refuses to read it.
        /// - Parameter detail: in the system's words.
        case unreadable(detail: String)
        /// It is longer than ``CertificateFiles/bytesLimit``.
        case tooLarge(limit: Int)
        /// It holds no certificate in PEM form.
        case noCertificate
        /// It holds no private key in PEM form, or one with a passphrase.
        case noPrivateKey
        /// The two do not belong together, or TLS cannot use them.
        case unusable
    }

    /// What is wrong.
    package let reason: Reason
    /// The file.
    package let path: String

    /// Memberwise.
    package init(_ reason: Reason, path: String) {
        self.reason = reason
        self.path = path
    }

    /// Path and reason as one line.
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
