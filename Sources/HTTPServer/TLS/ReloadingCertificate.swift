import Crypto
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
        /// Of the files when they were last looked at, or why they could not be: what is wrong is said once.
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

    /// Looks at the files, and says what came of it if they have changed.
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
