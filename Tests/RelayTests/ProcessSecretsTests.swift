import Foundation
import Rules
import ScratchFolders
import Testing

@testable import relay

struct ProcessSecretsTests {
    static let marker = "hunter2-swordfish"

    let folder: ScratchFolder
    let secrets: ProcessSecrets

    init() throws {
        folder = try ScratchFolder()
        var config = ConfigOption()
        config.path = folder.url.appending(path: "relay.yaml").path
        let variables = [
            "SET": Self.marker, "EMPTY": "", "LINES": "\(Self.marker)\r\nX-Other: 1", "LINE": "\(Self.marker)\n",
        ]
        secrets = ProcessSecrets(config: config, variable: { variables[$0] })
    }

    private func outcome(_ reference: SecretReference) -> Result<String, SecretError> {
        Result { () throws(SecretError) in try secrets.secret(reference) }
    }

    @Test(
        arguments: [("SET", nil), ("LINE", nil), ("UNSET", .missing), ("EMPTY", .empty), ("LINES", .invalid)]
            as [(String, SecretError.Reason?)])
    func looksIntoTheEnvironment(name: String, reason: SecretError.Reason?) {
        let reference = SecretReference.environment(name: name)
        #expect(
            outcome(reference) == (reason.map { .failure(SecretError($0, of: reference)) } ?? .success(Self.marker)))
    }

    @Test(
        arguments: [
            (marker, nil), ("\(marker)\n", nil), ("\(marker)\r\n", nil), ("\(marker)\n\n", .invalid), ("", .empty),
            ("\n", .empty),
            ("\(marker)\nX-Other: 1", .invalid), ("\(marker)\0", .invalid), ("é\(marker)", nil),
        ] as [(String, SecretError.Reason?)])
    func readsFiles(content: String, reason: SecretError.Reason?) throws {
        try folder.write(content, to: "secrets/token")
        let reference = SecretReference.file(path: "secrets/token")
        let text = content.trimmingCharacters(in: .newlines)
        #expect(outcome(reference) == (reason.map { .failure(SecretError($0, of: reference)) } ?? .success(text)))
        // By its whole path it is the same file.
        let whole = SecretReference.file(path: folder.url.appending(path: "secrets/token").path)
        #expect(outcome(whole) == (reason.map { .failure(SecretError($0, of: whole)) } ?? .success(text)))
    }

    @Test func aFileIsReadAtEachUse() throws {
        let reference = SecretReference.file(path: "token")
        #expect(outcome(reference) == .failure(SecretError(.missing, of: reference)))
        try folder.write("one", to: "token")
        #expect(outcome(reference) == .success("one"))
        try folder.write("two", to: "token")
        #expect(outcome(reference) == .success("two"))
    }

    @Test func filesAreBoundedAndRegular() throws {
        let limit = ProcessSecrets.bytesLimit
        try folder.write(String(repeating: "x", count: limit), to: "most")
        #expect(outcome(.file(path: "most")) == .success(String(repeating: "x", count: limit)))
        try folder.write(String(repeating: "x", count: limit + 1), to: "more")
        guard case .failure(let error) = outcome(.file(path: "more")), case .unreadable = error.reason else {
            Issue.record("a file beyond the limit is refused")
            return
        }
        for path in [".", "/dev/zero"] {
            let reference = SecretReference.file(path: path)
            #expect(outcome(reference) == .failure(SecretError(.unreadable(detail: "it is no file"), of: reference)))
        }
        try folder.write(Data([0xFF, 0xFE]), to: "binary")
        #expect(outcome(.file(path: "binary")) == .failure(SecretError(.invalid, of: .file(path: "binary"))))
    }

    @Test func otherStoresAreNotThere() {
        let reference = SecretReference.secretsManager(
            arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x", jsonKey: nil)
        #expect(outcome(reference) == .failure(SecretError(.unsupported, of: reference)))
    }
}

/// `relay check --secrets`.
struct SecretLookupTests {
    static let rules = """
        version: 1
        connections:
          slack:
            authorization_type: API_KEY
            auth_parameters: { api_key: { key: Authorization, value: "Bearer ${env:TOKEN}" } }
        api_destinations:
          a: { connection: slack, invocation_endpoint: "${file:url}", http_method: POST }
        rules:
          r:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern: { source: [aws.sts], detail: { eventName: [AssumeRole] } }
            targets: { t: { api_destination: a, input: '{"text":"ALERT"}' } }
        server: { authorization: [{ bearer: { token: "${env:TOKEN}" } }] }

        """

    private func run(_ options: String..., environment: [String: String]) throws -> RelayRun {
        let scratch = try ScratchFolder()
        try scratch.write(Self.rules, to: "relay.yaml")
        try scratch.write("https://hooks.example.com/\(ProcessSecretsTests.marker)\n", to: "url")
        return try RelayRun(
            arguments: ["check", "--secrets"] + options, environment: environment, directory: scratch.url)
    }

    @Test func allAreThere() throws {
        let run = try run(environment: ["TOKEN": ProcessSecretsTests.marker])
        #expect(run.status == 0)
        #expect(run.output.contains("2 secrets: 2 found\n"), "\(run)")
        #expect(!run.description.contains(ProcessSecretsTests.marker))
    }

    @Test func oneIsMissing() throws {
        let run = try run(environment: ["TOKEN": ""])
        #expect(run.status == 1)
        #expect(run.output.contains("error: the secret ${env:TOKEN} is empty\n2 secrets: 1 found\n"), "\(run)")
        #expect(!run.description.contains(ProcessSecretsTests.marker))
    }

    @Test func jsonNamesEach() throws {
        let run = try run("--format", "json", environment: [:])
        #expect(run.status == 1)
        #expect(
            run.output.contains(
                """
                "secrets":[{"reference":"${env:TOKEN}","found":false,"reason":"the secret ${env:TOKEN} is not there"},\
                {"reference":"${file:url}","found":true}]
                """), "\(run)")
        #expect(!run.description.contains(ProcessSecretsTests.marker))
    }
}
