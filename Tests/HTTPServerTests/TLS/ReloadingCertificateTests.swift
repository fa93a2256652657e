import IngestTesting
import Rules
import ScratchFolders
import Testing

@testable import HTTPServer

/// Certificate files, without a server.
@Suite(.enabled(if: TestCertificates.openssl != nil, "certificates are made by the openssl program, which is not here"))
struct ReloadingCertificateTests {
    /// Files that cannot be used, and what is said of them.
    static let bad: [(pem: String, key: String, reason: String)] = [
        ("gone.pem", "one.key", "gone.pem: cannot be read: No such file or directory"),
        ("one.pem", "gone.key", "gone.key: cannot be read: No such file or directory"),
        ("one.key", "one.key", "one.key: holds no certificate in PEM form"),
        ("one.pem", "one.pem", "one.pem: holds no private key in PEM form"),
        ("empty", "one.key", "empty: holds no certificate in PEM form"),
        ("one.pem", "empty", "empty: holds no private key in PEM form"),
        ("one.pem", "two.key", "two.key: the private key is not that of the certificate"),
        ("huge", "one.key", "huge: longer than \(CertificateFiles.bytesLimit) bytes"),
    ]

    private static func certificates() async throws -> TestCertificates {
        let certificates = try TestCertificates()
        try await certificates.make("one")
        try await certificates.make("two")
        try certificates.folder.write("", to: "empty")
        try certificates.folder.write(String(repeating: "x", count: CertificateFiles.bytesLimit + 1), to: "huge")
        return certificates
    }

    @Test(arguments: bad) func reportsCertificateErrorsAtTheStart(files: (pem: String, key: String, reason: String))
        async throws
    {
        let certificates = try await Self.certificates()
        var setup = TestServer.Setup()
        setup.settings.tls = certificates.paths(files.pem, files.key)
        let error = #expect(throws: ServerError.self) { try setup.server() }
        #expect(error.map { "\($0)" }?.contains("/\(files.reason)") == true, "\(String(describing: error))")
    }

    /// Bad files change nothing, are spoken of once, and good ones count again.
    @Test(arguments: bad) func keepsTheOldOneWhenTheNewIsBad(files: (pem: String, key: String, reason: String))
        async throws
    {
        let certificates = try await Self.certificates()
        try certificates.put("one.pem", as: "server.pem")
        try certificates.put("one.key", as: "server.key")
        let (used, log) = (try ReloadingCertificate(certificates.paths()), RecordedLog())
        let old = used.context
        used.refresh(log.logger)
        #expect(log.lines.isEmpty)

        for (source, name) in [(files.pem, "server.pem"), (files.key, "server.key")] {
            if source.hasPrefix("gone") {
                try certificates.folder.remove(name)
            } else {
                try certificates.put(source, as: name)
            }
        }
        used.refresh(log.logger)
        used.refresh(log.logger)
        #expect(used.context === old)
        #expect(log.lines.count == 1)
        #expect(log.contains("error the certificate in use stays"))
        #expect(!log.contains("BEGIN"))

        try certificates.put("two.pem", as: "server.pem")
        try certificates.put("two.key", as: "server.key")
        used.refresh(log.logger)
        #expect(used.context !== old)
        #expect(log.lines.count == 2)
        #expect(log.contains("notice the certificate was read anew"))
    }
}
