import ArgumentParser
import Foundation
import ServeTrial
import StandInSlack

/// Measures a real relay under load.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Measure 'relay serve' under load, beside a bare HTTP server in the same run.",
        discussion: """
            One event a request, of 1.5 kB. First as fast as both servers go, then relay at a fixed rate with 1 event in \
            100 matching, then many events to see whether memory stays steady. Latencies at a rate count from the moment \
            at which an event ought to have been sent. Every answer is checked, and every message to Slack.

            EXIT STATUS:
              0  everything was answered and delivered as it should be; how fast is for you to judge
              1  something was not
            """)

    @Option(help: "The relay program.")
    var relay: String
    @Option(help: "Events a second, at the fixed rate.")
    var rate = 5_000
    @Option(help: "How long to keep that up, in seconds.")
    var seconds = 20
    @Option(help: "Events for the look at memory.")
    var memoryEvents = 1_000_000
    @Option(help: "Connections that send.")
    var connections = 32

    static let matchingEvery = 100
    /// How many events are sent to each server as fast as it takes them.
    static let sprintEvents = 40_000
    /// How long after the last event its message may come.
    static let settleSecondsLimit = 30.0

    func run() async throws {
        var problems: [String] = []
        let echoRate = try echo(&problems)
        print("bare Hummingbird  \(Figure.text(echoRate)) requests a second")

        let slack = StandInSlack()
        try await slack.start()
        let rules = TrialRules(port: try FreePort.find(), slackPort: slack.port)
        let folder = try TrialFolder(rules: rules)
        let serve = try ServeProcess(relay: relay, folder: folder.path, port: rules.port)
        defer { serve.stop() }
        let sprint = LoadClient(port: rules.port, path: "/events", connections: connections, run: "sprint")
            .send(Self.sprintEvents)
        problems += sprint.problems
        print(
            "relay serve       \(Figure.text(sprint.ratePerSecond)) events a second, durably: "
                + "\(Figure.text(100 * sprint.ratePerSecond / max(echoRate, 1))) % of that")
        problems += try paced(serve, rules, slack)
        problems += memory(serve, rules, slack)
        problems += try books(serve)
        await slack.stop()
        for problem in problems.prefix(20) { print("WRONG: \(problem)") }
        if !problems.isEmpty { throw ExitCode(1) }
    }

    /// The yardstick's rate, in a process of its own as relay has one.
    private func echo(_ problems: inout [String]) throws -> Double {
        let port = try FreePort.find()
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = ["echo", "--port", String(port)]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let deadline = Date().addingTimeInterval(ServeProcess.startSecondsLimit)
        while (try? ServeProcess.status(of: "/", port: port)) == nil, Date() < deadline { usleep(2_000) }
        let result = LoadClient(port: port, path: "/events", connections: connections, run: "echo")
            .send(Self.sprintEvents, isRelay: false)
        problems += result.problems
        return result.ratePerSecond
    }

    private func paced(_ serve: ServeProcess, _ rules: TrialRules, _ slack: StandInSlack) throws -> [String] {
        let cpu = serve.cpuSeconds
        let result = LoadClient(
            port: rules.port, path: "/events", connections: connections, ratePerSecond: Double(rate),
            matchingEvery: Self.matchingEvery, run: "paced"
        ).send(rate * seconds)
        let used = (serve.cpuSeconds - cpu) / max(result.seconds, 0.001)
        print(
            "at \(rate) a second    \(Figure.text(result.ratePerSecond)) kept up for \(Figure.text(result.seconds)) s")
        print("  event to answer \(result.latencies.line)")
        var arrivals: [String: Double] = [:]
        let deadline = Date().addingTimeInterval(Self.settleSecondsLimit)
        repeat {
            usleep(20_000)
            arrivals = slack.arrivals(ofRun: "paced")
        } while arrivals.count < result.matchesSentAt.count && Date() < deadline
        var toSlack = Latencies()
        for (id, sentAt) in result.matchesSentAt {
            if let arrivedAt = arrivals[id] { toSlack.add(arrivedAt - sentAt) }
        }
        let perSecond = Figure.text(Double(toSlack.values.count) / max(result.seconds, 0.001))
        print("  event to Slack  \(toSlack.line) (\(perSecond) matches a second)")
        print("  relay used      \(Figure.text(used)) of a core")
        let missing = result.matchesSentAt.count - toSlack.values.count
        return result.problems + (missing > 0 ? ["\(missing) messages never came"] : [])
    }

    /// Sends many events and looks at memory in between.
    private func memory(_ serve: ServeProcess, _ rules: TrialRules, _ slack: StandInSlack) -> [String] {
        guard memoryEvents > 0 else { return [] }
        let parts = 10
        var residents: [Int] = []
        var problems: [String] = []
        for part in 0..<parts {
            let count = memoryEvents / parts
            let result = LoadClient(
                port: rules.port, path: "/events", connections: connections, matchingEvery: Self.matchingEvery * 10,
                run: "memory"
            ).send(count, from: part * count)
            problems += result.problems
            residents.append(serve.residentBytes >> 20)
            slack.forgetMessages()
        }
        let line = residents.map(String.init).joined(separator: " ")
        print("resident memory over \(memoryEvents) events, in MB: \(line)")
        return problems
    }

    private func books(_ serve: ServeProcess) throws -> [String] {
        let deadline = Date().addingTimeInterval(Self.settleSecondsLimit)
        while Date() < deadline {
            let metrics = try serve.metrics()
            if metrics.sum("relay_outbox_deliveries", "pending") + metrics.sum("relay_outbox_deliveries", "sending")
                == 0
            {
                return []
            }
            usleep(50_000)
        }
        return ["deliveries are still open after \(Int(Self.settleSecondsLimit)) s"]
    }
}

extension StandInSlack {
    /// When each event's message arrived, in milliseconds since 1970.
    fileprivate func arrivals(ofRun run: String) -> [String: Double] {
        var arrivals: [String: Double] = [:]
        for message in messages {
            guard let id = message.text.split(separator: " ").last, id.hasPrefix("\(run)-") else { continue }
            arrivals[String(id)] = message.answeredAt
        }
        return arrivals
    }
}
