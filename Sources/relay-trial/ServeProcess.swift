import Foundation

/// A real `relay serve` that a trial starts, asks, and ends or kills.
final class ServeProcess {
    /// How long a start may take.
    static let startSecondsLimit = 30.0

    let process = Process()
    let port: Int

    /// Starts it and returns when it is ready.
    ///
    /// - Parameter folder: holds `relay.yaml`; the store and the log are put there.
    init(relay: String, folder: String, port: Int) throws {
        self.port = port
        process.executableURL = URL(filePath: relay)
        process.arguments = ["serve", "--config", "\(folder)/relay.yaml", "--log-level", "warning"]
        var environment = ProcessInfo.processInfo.environment
        environment["TRIAL_SLACK_TOKEN"] = "xoxb-trial"
        process.environment = environment
        let log = "\(folder)/serve.log"
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let handle = FileHandle(forWritingAtPath: log) else { throw TrialError("cannot write \(log)") }
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

    static func status(of path: String, port: Int) throws -> Int {
        var connection = try HTTPConnection(port: port)
        return try connection.get(path).status
    }

    /// The page of metrics.
    func metrics() throws -> Metrics {
        var connection = try HTTPConnection(port: port)
        return Metrics(String(decoding: try connection.get("/metrics").body, as: UTF8.self))
    }

    /// Ends it in the middle of whatever it is doing.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and waits.
    ///
    /// - Returns: its exit status.
    @discardableResult
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Bytes that are resident.
    var residentBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
    }

    /// Seconds of processor time used so far.
    var cpuSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}

/// A page in Prometheus' text format, read as far as a trial needs it.
struct Metrics {
    private var samples: [(name: String, labels: String, value: Double)] = []

    init(_ page: String) {
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            guard let blank = line.lastIndex(of: " "), let value = Double(line[line.index(after: blank)...]) else {
                continue
            }
            let series = line[..<blank]
            let brace = series.firstIndex(of: "{") ?? series.endIndex
            samples.append((String(series[..<brace]), String(series[brace...]), value))
        }
    }

    /// All samples of a name whose labels hold each of these texts, added up.
    func sum(_ name: String, _ labels: String...) -> Int {
        Int(
            samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels.contains($0) } }
                .reduce(0) { $0 + $1.value })
    }
}
