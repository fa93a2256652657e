import Foundation
import ServeTrial
import StandInSlack
import Testing

/// The README's commands to a running relay, run against one.
struct LiveReadmeTests {
    private static let awsIsThere = isThere("aws")

    private static func examples() throws -> [ConsoleExample] {
        try ConsoleExample.all(in: Project.root.appending(path: "README.md"), fence: "```console live", program: "")
    }

    @Test func theLiveExamplesPrintWhatIsShown() async throws {
        let background = try Self.examples().filter { $0.command.hasSuffix(" &") }.map(\.command)
        #expect(
            background == [
                "relay-trial slack &",
                "SLACK_BOT_TOKEN=xoxb-example relay serve --config fixtures/live.yaml &",
            ])
        let relay = try await Self.run(try Self.examples().filter { $0.program != "aws" }) { relay in
            try await relay.until("the message") { relay.slack.messages.count == 1 }
        }
        #expect(
            relay.slack.messages.first?.text
                == "ALERT: dave.ito has activated the BreakGlassAdmin role in payments-prod (111122223333) for "
                + "15 minutes. 1st use this quarter, the first on record.")
    }

    @Test(.enabled(if: awsIsThere, "aws (the AWS CLI) is not installed"))
    func theExamplesWithTheAWSCLIPrintWhatIsShown() async throws {
        let examples = try Self.examples().filter { $0.program == "aws" }
        #expect(!examples.isEmpty)
        _ = try await Self.run(examples) { _ in }
    }

    /// Runs the commands beside a relay that has the rules file of the README, then `body`.
    private static func run(
        _ examples: [ConsoleExample], then body: (LiveRelay) async throws -> Void
    ) async throws -> LiveRelay {
        let live = try String(contentsOf: Project.fixtures.appending(path: "live.yaml"), encoding: .utf8)
        let relay = try await LiveRelay { port, slackPort in
            live.replacingOccurrences(of: "8765", with: "\(port)").replacingOccurrences(
                of: "8766", with: "\(slackPort)"
            )
            .replacingOccurrences(of: "../.build/live.db", with: "relay.db")
        }
        try await relay.serve(environment: ["SLACK_BOT_TOKEN": "xoxb-example"]) { _ in
            for example in examples where !example.command.hasSuffix(" &") {
                let command = example.command.replacingOccurrences(of: "8765", with: "\(relay.port)")
                let run = try await RelayRun(
                    executable: URL(filePath: "/bin/sh"), arguments: ["-c", command],
                    environment: [
                        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "AWS_ACCESS_KEY_ID": "any",
                        "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "eu-west-1",
                        "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
                        "HOME": relay.folder.path,
                    ])
                #expect(example.accepts(run.output + run.talk), "\(run)")
            }
            try await body(relay)
        }
        await relay.end()
        return relay
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
