import ArgumentParser
import Foundation
import StandInSlack

/// Serves the stand-in for Slack, to try relay and Slack's own clients with.
struct SlackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slack",
        abstract: "Serve a stand-in for Slack on this machine, and show what it is sent.",
        discussion: """
            It takes chat.postMessage, chat.update and webhooks (/services/…), checks messages roughly as Slack does, and \
            answers in Slack's forms.

            EXAMPLE:
              relay-trial slack --port 8766
            """)

    @Option(help: "The port to listen on; 0 for any.")
    var port = 8_766

    func run() async throws {
        let slack = StandInSlack()
        try await slack.start(port: port)
        Self.say("listening on \(slack.address)")
        var shown = 0
        while true {
            for request in slack.requests.dropFirst(shown) {
                let verdict = request.refusal.map { "refused: \($0)" } ?? "taken"
                Self.say("\(verdict)  \(request.channel ?? "")  \(request.text)")
                shown += 1
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Each line at once, into files too.
    private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
