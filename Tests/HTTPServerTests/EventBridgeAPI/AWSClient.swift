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

    static let hasBoto3 = succeeds("python3", "-c", "import boto3")
    static let hasCommandLine = succeeds("aws", "--version")

    /// Runs Python with an EventBridge client at hand, and returns what it prints.
    func python(_ script: String) async throws -> String {
        let preamble = """
            import datetime, boto3
            from botocore.exceptions import ClientError
            client = boto3.client('events', endpoint_url='http://127.0.0.1:\(port)')

            """
        let run = try await run("python3", "-c", preamble + script)
        return run.output + run.talk
    }

    /// `aws events …`.
    func aws(_ arguments: String...) async throws -> Run {
        try await run("aws", ["events", "--endpoint-url", "http://127.0.0.1:\(port)", "--output", "json"] + arguments)
    }

    private func run(_ program: String, _ arguments: String...) async throws -> Run {
        try await run(program, arguments)
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Run {
        let (process, output, talk) = Self.process(program, arguments)
        process.environment = ProcessInfo.processInfo.environment.merging([
            "AWS_ACCESS_KEY_ID": APITrial.accessKeyID, "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_DEFAULT_REGION": "eu-central-1", "AWS_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_PAGER": "",
            "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONIOENCODING": "utf-8",
        ]) { $1 }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return Run(output: Self.text(of: output), talk: Self.text(of: talk))
    }

    private static func succeeds(_ program: String, _ arguments: String...) -> Bool {
        let (process, _, _) = process(program, arguments)
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// The little that these programs print fits into a pipe, so that it can be read at the end.
    private static func process(_ program: String, _ arguments: [String]) -> (Process, output: Pipe, talk: Pipe) {
        let (process, output, talk) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = talk
        return (process, output, talk)
    }

    private static func text(of pipe: Pipe) -> String {
        String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
