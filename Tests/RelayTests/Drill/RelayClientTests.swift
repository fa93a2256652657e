import ChildProcesses
import Foundation
import Rules
import ScratchFolders
import StandInSlack
import Testing

@testable import relay

/// Which server a drill trusts: one with the certificate that the rules file names, and where the server is not on this
/// machine or its address was given, only if the certificate names the host.
struct RelayClientTests {
    private enum Trust: CaseIterable {
        case itsOwn, itsOwnOnAllAddresses, itsOwnAtAnAddressGiven, itsOwnOnAnotherMachine, nobody

        /// Where the rules file lets relay listen.
        var host: String {
            switch self {
            case .itsOwn, .itsOwnAtAnAddressGiven, .nobody: "127.0.0.1"
            case .itsOwnOnAllAddresses: "0.0.0.0"
            // A name for this machine that relay does not know as one (inet_aton(3) does).
            case .itsOwnOnAnotherMachine: "127.1"
            }
        }

        var hasURL: Bool { self == .itsOwnAtAnAddressGiven || self == .nobody }
        var isTrusted: Bool { self == .itsOwn || self == .itsOwnOnAllAddresses }
    }

    /// A certificate for another host than the one that is asked.
    private static func certificate(in folder: ScratchFolder) async throws -> StandInSlack.Certificate {
        let (file, key) = (folder.url.appending(path: "relay.pem").path, folder.url.appending(path: "relay.key").path)
        let run = try await ProgramRun(
            URL(filePath: "/usr/bin/env"),
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2", "-subj", "/CN=relay.example.com", "-addext", "subjectAltName=DNS:relay.example.com",
                "-keyout", key, "-out", file,
            ])
        try #require(run.status == 0, "openssl is needed to make a certificate")
        return .init(certificateFile: file, privateKeyFile: key)
    }

    /// Where a drill without `--url` asks, and whether the certificate must name that host.
    @Test(arguments: [
        ("127.0.0.1", "https://127.0.0.1:8765", false), ("localhost", "https://localhost:8765", false),
        ("0.0.0.0", "https://127.0.0.1:8765", false), ("::", "https://[::1]:8765", false),
        ("0:0:0:0:0:0:0:0", "https://[::1]:8765", false), ("::1", "https://[::1]:8765", false),
        ("10.0.0.1", "https://10.0.0.1:8765", true), ("2001:db8::1", "https://[2001:db8::1]:8765", true),
        ("relay.example.com", "https://relay.example.com:8765", true),
    ])
    func asksWhereTheRulesFileLetsRelayListen(host: String, url: String, checksHostName: Bool) throws {
        var server = ServerSettings()
        (server.host, server.port) = (host, 8765)
        server.tls = .init(certificateFile: "relay.pem", privateKeyFile: "relay.key")
        var config = ConfigOption()
        config.path = "relay.yaml"
        let address = try RelayAddress(nil, server: server, config: config)
        #expect(address.url == url)
        #expect(address.checksHostName == checksHostName)
    }

    @Test(arguments: Trust.allCases)
    private func trusts(_ trust: Trust) async throws {
        let folder = try ScratchFolder()
        let certificate = try await Self.certificate(in: folder)
        // Any server that speaks TLS will do.
        let other = StandInSlack(certificate: certificate)
        try await other.start()
        var server = ServerSettings()
        (server.host, server.port) = (trust.host, other.port)
        server.tls = .init(certificateFile: "relay.pem", privateKeyFile: "relay.key")
        var config = ConfigOption()
        config.path = folder.url.appending(path: "relay.yaml").path
        if trust == .nobody { server.tls = nil }
        let address = try RelayAddress(trust.hasURL ? other.address : nil, server: server, config: config)
        let client = try RelayClient(address, server: server, secrets: ProcessSecrets(config: config))
        let error = await #expect(throws: RelayClientError.self) { try await client.post(Array("{}".utf8), drill: "d") }
        await client.shutDown()
        await other.stop()
        let isUnreachable = if case .unreachable = error?.reason { true } else { false }
        let message = error.map { "\($0)" } ?? ""
        #expect(isUnreachable == !trust.isTrusted, "\(message)")
        let isOfAnotherHost = trust == .itsOwnAtAnAddressGiven || trust == .itsOwnOnAnotherMachine
        #expect(message.contains("not for this host") == isOfAnotherHost, "\(message)")
    }
}
