internal import Rules
internal import SystemPackage

/// Secrets from the environment that relay was started with, and from files. A file is read at each use, so that a
/// secret that was replaced is used from then on.
///
/// The line end at the end of a file does not belong to the secret. A line end inside it is refused, since it would
/// begin another header.
struct ProcessSecrets: SecretSource {
    /// The most bytes that a secret's file may have: far more than a token or a key has.
    static let bytesLimit = 64 * 1024

    /// The rules file, to whose folder paths are relative.
    let config: ConfigOption
    /// Looks up an environment variable; tests put another look-up here.
    var variable: @Sendable (String) -> String? = { Environment[$0] }

    /// The value of a secret, without the line end.
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
        let contents: (isFile: Bool, bytes: [UInt8]?)
        do throws(Errno) {
            // To open a pipe would wait for a writer, and nobody writes one anew for each use.
            let file = try FileDescriptor.open(file: path, .readOnly, options: .nonBlocking)
            defer { try? file.close() }
            let isFile = try Stat(file).type == .regular
            contents = (isFile, isFile ? try file.bytesToEnd(limit: Self.bytesLimit) : nil)
        } catch {
            if error == .noSuchFileOrDirectory { throw SecretError(.missing, of: reference) }
            throw SecretError(.unreadable(detail: "\(error)"), of: reference)
        }
        guard contents.isFile else { throw SecretError(.unreadable(detail: "it is no file"), of: reference) }
        guard let bytes = contents.bytes else {
            throw SecretError(.unreadable(detail: "it is larger than \(Self.bytesLimit / 1024) KiB"), of: reference)
        }
        return bytes
    }
}
