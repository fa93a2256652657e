import ChildProcesses
import Foundation

/// Programs of AWS's, run with credentials and surroundings of their own.
struct AWSClient {
    let port: Int
    var secret = APITrial.secret

    /// What a program printed.
    struct Run {
        let output: String
        let talk: String
    }

    private static let pythonWithBoto3 = PartnerProgram.python(importing: "boto3")
    private static let commandLine = PartnerProgram("aws").flatMap { $0.succeeds("--version") ? $0 : nil }

    static var hasBoto3: Bool { pythonWithBoto3 != nil }
    static var hasCommandLine: Bool { commandLine != nil }

    /// Runs Python with an EventBridge client at hand, and returns what it prints.
    func python(_ script: String) async throws -> String {
        let preamble = """
            import datetime, boto3
            from botocore.exceptions import ClientError
            client = boto3.client('events', endpoint_url='http://127.0.0.1:\(port)')

            """
        let run = try await run(Self.pythonWithBoto3, ["-c", preamble + script])
        return run.output + run.talk
    }

    /// `aws events …`.
    func aws(_ arguments: String...) async throws -> Run {
        try await run(
            Self.commandLine, ["events", "--endpoint-url", "http://127.0.0.1:\(port)", "--output", "json"] + arguments)
    }

    private func run(_ program: PartnerProgram?, _ arguments: [String]) async throws -> Run {
        guard let program else { throw NotInstalled() }
        let run = try await program.run(
            arguments,
            environment: [
                "AWS_ACCESS_KEY_ID": APITrial.accessKeyID, "AWS_SECRET_ACCESS_KEY": secret,
                "AWS_DEFAULT_REGION": "eu-central-1", "AWS_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_PAGER": "",
                "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONIOENCODING": "utf-8",
            ])
        return Run(
            output: String(decoding: run.output, as: UTF8.self), talk: String(decoding: run.errors, as: UTF8.self))
    }

    private struct NotInstalled: Error {}
}
