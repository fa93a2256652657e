import Foundation

/// A real `relay serve` that a trial starts, asks, and ends or kills.
package final class ServeProcess: Sendable {
    /// How long a start may take.
    package static let startSecondsLimit = 30.0

    private let process = Process()
    package let port: Int

    /// Starts it and returns when it is ready.
    ///
    /// - Parameter folder: holds `relay.yaml`; the store and the log are put there.
    package init(
        relay: String, folder: String, port: Int, options: [String] = ["--log-level", "warning"],
        environment changes: [String: String] = [:]
    ) throws {
        self.port = port
        process.executableURL = URL(filePath: relay)
        process.arguments = ["serve", "--config", "\(folder)/relay.yaml"] + options
        var environment = ProcessInfo.processInfo.environment
        environment["TRIAL_SLACK_TOKEN"] = "xoxb-trial"
        environment.merge(changes) { $1 }
        process.environment = environment
        let log = "\(folder)/serve.log"
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let handle = FileHandle(forWritingAtPath: log) else { throw TrialError("cannot write \(log)") }
        // relay has a descriptor of its own once it runs.
        defer { try? handle.close() }
        try handle.seekToEnd()
        process.standardError = handle
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        try waitUntilReady(log: log)
    }

    private func waitUntilReady(log: String) throws {
        let deadline = Date().addingTimeInterval(Self.startSecondsLimit)
        while Date() < deadline {
            guard process.isRunning else { break }
            if let status = try? Self.status(of: "/readyz", port: port), status == 200 { return }
            usleep(2_000)
        }
        process.terminate()
        let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw TrialError("relay serve did not get ready; its log ends:\n\(words.suffix(2_000))")
    }

    package static func status(of path: String, port: Int) throws -> Int {
        var connection = try HTTPConnection(port: port)
        return try connection.get(path).status
    }

    /// The page of metrics.
    package func metrics() throws -> Metrics {
        var connection = try HTTPConnection(port: port)
        return Metrics(String(decoding: try connection.get("/metrics").body, as: UTF8.self))
    }

    /// Tells it to read its rules file again.
    package func hangUp() { Glibc.kill(process.processIdentifier, SIGHUP) }

    /// Kills it with SIGKILL, in the middle of its work.
    package func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and waits.
    ///
    /// - Returns: its exit status.
    @discardableResult
    package func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Bytes that are resident.
    package var residentBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
    }

    /// Seconds of processor time used so far.
    package var cpuSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
