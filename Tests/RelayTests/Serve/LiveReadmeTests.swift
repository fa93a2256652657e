import Foundation
import ServeTrial
import StandInSlack
import Testing

/// The README's commands to a running relay, run against one.
struct LiveReadmeTests {
    /// Its message is told of by one of these.
    @Test func theLiveExamplesPrintWhatIsShown() async throws {
        try await Self.run {
            $0 != "aws"
        } checking: { relay in
            try await relay.until("the message") { relay.slack.messages.count == 1 }
            #expect(
                relay.slack.messages.first?.text
                    == "ALERT: dave.ito has activated the BreakGlassAdmin role in payments-prod (111122223333) for "
                    + "15 minutes. 1st use this quarter, the first on record.")
        }
    }

    @Test(.enabled(if: LiveReadmeTests.isThere("aws"), "the AWS CLI is not installed"))
    func theExamplesWithTheAWSCommandLinePrintWhatIsShown() async throws {
        try await Self.run {
            $0 == "aws"
        } checking: { _ in
        }
    }

    /// Runs the examples of some programs, and then a check.
    private static func run(
        _ isWanted: (String) -> Bool, checking check: @Sendable (LiveRelay) async throws -> Void
    ) async throws {
        let examples = try ConsoleExample.all(
            in: Project.root.appending(path: "README.md"), fence: "```console live", program: "")
        let wanted = examples.filter { !$0.command.hasSuffix(" &") && isWanted($0.program) }
        #expect(wanted.count >= 2)
        let background = examples.filter { $0.command.hasSuffix(" &") }.map(\.command)
        #expect(
            background == [
                "relay-trial slack &",
                "SLACK_BOT_TOKEN=xoxb-example relay serve --config fixtures/live.yaml &",
            ])
        let live = try String(contentsOf: Project.fixtures.appending(path: "live.yaml"), encoding: .utf8)
        let relay = try await LiveRelay { port, slackPort in
            live.replacingOccurrences(of: "8765", with: "\(port)").replacingOccurrences(
                of: "8766", with: "\(slackPort)"
            )
            .replacingOccurrences(of: "../.build/live.db", with: "relay.db")
        }
        try await relay.serve(environment: ["SLACK_BOT_TOKEN": "xoxb-example"]) { _ in
            for example in wanted {
                let command = example.command.replacingOccurrences(of: "8765", with: "\(relay.port)")
                let run = try await onThread {
                    try RelayRun(
                        executable: URL(filePath: "/bin/sh"), arguments: ["-c", command],
                        environment: [
                            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "AWS_ACCESS_KEY_ID": "any",
                            "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "eu-west-1",
                            "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
                            "HOME": relay.folder.path,
                        ])
                }
                #expect(example.accepts(run.output + run.talk), "\(run)")
            }
            try await check(relay)
        }
        await relay.end()
    }

    private static func isThere(_ program: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }
}

extension ConsoleExample {
    /// The first word of the command.
    fileprivate var program: String { String(command.split(separator: " ").first ?? "") }
}
