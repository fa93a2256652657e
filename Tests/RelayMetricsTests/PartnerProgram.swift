import Foundation

/// A program that is not ours, to judge what relay writes. Where it is not installed its test is skipped.
struct PartnerProgram: Sendable {
    let url: URL

    /// Nil where it is not on the PATH.
    init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: name) }
        guard let url = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            return nil
        }
        self.url = url
    }

    /// Runs it with `input` on standard input.
    ///
    /// - Returns: the exit status, and all that it said on either output.
    func run(_ arguments: [String], input: [UInt8]) throws -> (status: Int32, said: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "relay-partner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files rather than pipes: a full pipe would block the program that writes to it.
        let (stdin, said) = (folder.appending(path: "stdin"), folder.appending(path: "said"))
        try Data(input).write(to: stdin)
        try Data().write(to: said)
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: stdin)
        let output = try FileHandle(forWritingTo: said)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: said), as: UTF8.self))
    }

    static let promtool = PartnerProgram("promtool")

    /// Python with Prometheus' client library.
    static let prometheusClient: PartnerProgram? = {
        guard let python = PartnerProgram("python3"),
            (try? python.run(["-c", "import prometheus_client"], input: []))?.status == 0
        else { return nil }
        return python
    }()
}
