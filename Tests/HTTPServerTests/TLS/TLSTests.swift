import IngestTesting
import Rules
import Testing

@testable import HTTPServer

@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: TestCertificates.openssl != nil, "certificates are made by the openssl program, which is not here"))
struct TLSTests {
    private static func setup(_ certificates: TestCertificates) async throws -> TestServer.Setup {
        try await certificates.make("one")
        try certificates.put("one.pem", as: "server.pem")
        try certificates.put("one.key", as: "server.key")
        var setup = TestServer.Setup()
        setup.settings.tls = certificates.paths()
        return setup
    }

    @Test(arguments: [
        (TestCertificates.Versions.only12, true), (.only13, true), (.usual, true), (.upTo11, false),
    ])
    func speaksTLSFrom12On(versions: TestCertificates.Versions, isServed: Bool) async throws {
        let certificates = try TestCertificates()
        let setup = try await Self.setup(certificates)
        let status = try await TestServer.run(setup) {
            try? await certificates.status(from: $0, trusting: "one.pem", speaking: versions)
        }
        #expect(status == (isServed ? 200 : nil))
    }

    /// Who gets the server's key one day must not read what was recorded before: no key exchange by the key itself.
    @Test(arguments: [(TestCertificates.Versions.only12, true), (.only12WithoutForwardSecrecy, false)])
    func speaksTLS12WithForwardSecrecyOnly(versions: TestCertificates.Versions, isServed: Bool) async throws {
        let certificates = try TestCertificates()
        try await certificates.make("rsa", key: ["-newkey", "rsa:2048"])
        var setup = TestServer.Setup()
        setup.settings.tls = certificates.paths("rsa.pem", "rsa.key")
        let status = try await TestServer.run(setup) {
            try? await certificates.status(from: $0, trusting: "rsa.pem", speaking: versions)
        }
        #expect(status == (isServed ? 200 : nil))
    }

    @Test func clientsThatTrustAnotherCertificateRefuseIt() async throws {
        let certificates = try TestCertificates()
        let setup = try await Self.setup(certificates)
        try await certificates.make("two")
        let status = try await TestServer.run(setup) { try? await certificates.status(from: $0, trusting: "two.pem") }
        #expect(status == nil)
    }

    @Test func refusesPlainHTTPWhenTLSIsConfigured() async throws {
        let certificates = try TestCertificates()
        let setup = try await Self.setup(certificates)
        let status = try await TestServer.run(setup) { try? await certificates.status(from: $0, trusting: nil) }
        #expect(status == nil)
    }

    @Test func showsNewConnectionsANewCertificate() async throws {
        let certificates = try TestCertificates()
        var setup = try await Self.setup(certificates)
        setup.tuning.certificateCheckInterval = .milliseconds(5)
        try await certificates.make("two")
        let old = try certificates.trusting("one.pem")
        _ = try await TestServer.run(setup) { [setup] server in
            let connection = try await TestConnection(port: server.port, tls: old)
            #expect(try await connection.exchange("GET", "/healthz").status == 200)
            try certificates.put("two.pem", as: "server.pem")
            try certificates.put("two.key", as: "server.key")
            while !setup.log.contains("the certificate was read anew") { await Task.yield() }
            #expect(try await certificates.status(from: server, trusting: "two.pem") == 200)
            #expect((try? await certificates.status(from: server, trusting: "one.pem")) == nil)
            // What was open stays open.
            #expect(try await connection.exchange("GET", "/healthz").status == 200)
        }
    }

    /// Stopping waits for encrypted connections no longer than for others.
    @Test func stopsInBoundedTime() async throws {
        let certificates = try TestCertificates()
        var setup = try await Self.setup(certificates)
        setup.tuning.drainTimeout = .milliseconds(20)
        let tls = try certificates.trusting("one.pem")
        _ = try await TestServer.run(setup) { server in
            let connection = try await TestConnection(port: server.port, tls: tls)
            _ = try await connection.exchange("GET", "/healthz")
            try await connection.send("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
            await server.stop()
            return await connection.end()
        }
    }
}
