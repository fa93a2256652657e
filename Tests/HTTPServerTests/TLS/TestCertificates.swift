import ChildProcesses
import Foundation
import NIOSSL
import Rules
import ScratchFolders

/// Certificates made by the openssl program in a folder of the test's.
struct TestCertificates {
    static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    struct Failed: Error {
        var arguments: [String]
    }

    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Makes `NAME.pem` and `NAME.key`: a certificate for `localhost` that vouches for itself.
    ///
    /// - Parameter key: Which key openssl is to make.
    func make(_ name: String, key: [String] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]) async throws {
        try await run(
            ["req", "-x509"] + key + [
                "-nodes", "-days", "2", "-keyout",
                folder.path("\(name).key"), "-out", folder.path("\(name).pem"), "-subj", "/CN=\(name)", "-addext",
                "subjectAltName=DNS:localhost",
            ])
    }

    /// Copies a file to another name, as programs that renew certificates do.
    func put(_ source: String, as name: String) throws {
        try folder.write(try String(contentsOfFile: folder.path(source), encoding: .utf8), to: name)
    }

    func paths(_ certificate: String = "server.pem", _ key: String = "server.key") -> ServerSettings.TLS {
        ServerSettings.TLS(certificateFile: folder.path(certificate), privateKeyFile: folder.path(key))
    }

    /// The versions of TLS that a client speaks.
    enum Versions: CaseIterable { case upTo11, only12, only12WithoutForwardSecrecy, only13, usual }

    /// A client that trusts one certificate.
    func trusting(_ certificate: String, speaking versions: Versions = .usual) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(folder.path(certificate))
        configuration.applicationProtocols = ["h2", "http/1.1"]
        switch versions {
        case .upTo11: (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (.tlsv1, .tlsv11)
        case .only12: (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (.tlsv12, .tlsv12)
        case .only12WithoutForwardSecrecy:
            (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (.tlsv12, .tlsv12)
            configuration.cipherSuites = "kRSA"
        case .only13: (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (.tlsv13, .tlsv13)
        case .usual: break
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// The status of an answer to a client that trusts one certificate; nil for a client that speaks in the clear.
    func status(from server: TestServer, trusting certificate: String?, speaking versions: Versions = .usual)
        async throws -> Int
    {
        let tls = try certificate.map { try trusting($0, speaking: versions) }
        return try await TestConnection(port: server.port, tls: tls).exchange("GET", "/healthz").status
    }

    private func run(_ arguments: [String]) async throws {
        let run = try await ProgramRun(URL(filePath: Self.openssl ?? "openssl"), arguments)
        guard run.status == 0 else { throw Failed(arguments: arguments) }
    }
}
