import Foundation
import Rules
import ScratchFolders
import StandInSlack
import Testing

@testable import relay

/// Whom a drill trusts: the certificate that the rules file names, and for an address that was given its host too.
struct RelayClientTests {
    private enum Trust: CaseIterable {
        case itsOwn, itsOwnAtAnAddressGiven, nobody
    }

    /// A certificate for another host than the one that is asked.
    private static func certificate(in folder: ScratchFolder) throws -> StandInSlack.Certificate {
        let (file, key) = (folder.url.appending(path: "relay.pem").path, folder.url.appending(path: "relay.key").path)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=relay.example.com", "-addext", "subjectAltName=DNS:relay.example.com", "-keyout", key,
            "-out", file,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl is needed to make a certificate")
        return .init(certificateFile: file, privateKeyFile: key)
    }

    @Test(arguments: Trust.allCases)
    private func trusts(_ trust: Trust) async throws {
        let folder = try ScratchFolder()
        let certificate = try Self.certificate(in: folder)
        // Any server that speaks TLS will do.
        let other = StandInSlack(certificate: certificate)
        try await other.start()
        var server = ServerSettings()
        server.port = other.port
        server.tls = .init(certificateFile: "relay.pem", privateKeyFile: "relay.key")
        var config = ConfigOption()
        config.path = folder.url.appending(path: "relay.yaml").path
        if trust == .nobody { server.tls = nil }
        let address = try RelayAddress(trust == .itsOwn ? nil : other.address, server: server, config: config)
        let client = try RelayClient(address, server: server, secrets: ProcessSecrets(config: config))
        let error = await #expect(throws: RelayClientError.self) { try await client.post(Array("{}".utf8), drill: "d") }
        await client.shutDown()
        await other.stop()
        let isUnreachable = if case .unreachable = error?.reason { true } else { false }
        #expect(isUnreachable == (trust != .itsOwn), "\(error.map { "\($0)" } ?? "")")
        if trust == .itsOwnAtAnAddressGiven { #expect("\(error.map { "\($0)" } ?? "")".contains("not for this host")) }
    }
}
