internal import Glibc
internal import Rules

/// Secrets out of the environment that relay was started with, and out of files, which are read at each use: a secret
/// that is replaced is used from then on.
///
/// What is at the end of a file's last line is no part of the secret; a line end inside it would begin a header of its
/// own, and is refused.
struct ProcessSecrets: SecretSource {
    /// Far more than a token or a key has.
    static let bytesLimit = 64 * 1024

    /// The rules file, from whose folder relative paths lead on.
    let config: ConfigOption
    var variable: @Sendable (String) -> String? = { Environment[$0] }

    func secret(_ reference: SecretReference) throws(SecretError) -> String {
        switch reference {
        case .environment(let name):
            guard let value = variable(name) else { throw SecretError(.missing, of: reference) }
            return try checked(Array(value.utf8), reference)
        case .file(let path): return try checked(try contents(of: config.resolved(path), reference), reference)
        case .secretsManager: throw SecretError(.unsupported, of: reference)
        }
    }

    private func checked(_ bytes: [UInt8], _ reference: SecretReference) throws(SecretError) -> String {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw SecretError(.empty, of: reference) }
        let isOneLine = !bytes.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") || $0 == 0 }
        guard isOneLine, let text = String(validating: bytes, as: UTF8.self) else {
            throw SecretError(.invalid, of: reference)
        }
        return text
    }

    private func contents(of path: String, _ reference: SecretReference) throws(SecretError) -> [UInt8] {
        // A pipe has nobody who writes it anew at each use, and would be waited for; nor is it waited for to open.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT { throw SecretError(.missing, of: reference) }
            throw SecretError(.unreadable(detail: SystemError.text(for: code)), of: reference)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SecretError(.unreadable(detail: "it is no file"), of: reference)
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4 * 1024)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count > 0 {
                bytes += piece[..<count]
                guard bytes.count <= Self.bytesLimit else {
                    let detail = "it is larger than \(Self.bytesLimit / 1024) KiB"
                    throw SecretError(.unreadable(detail: detail), of: reference)
                }
            } else if errno != EINTR {
                throw SecretError(.unreadable(detail: SystemError.text(for: errno)), of: reference)
            }
        }
    }
}
