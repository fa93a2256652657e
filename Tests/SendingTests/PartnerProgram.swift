import Foundation
import Outbox
import ScratchFolders

/// A program that is not ours, and what it says to what it is given. `.ci/partners` installs them.
struct PartnerProgram: Sendable {
    struct DestinationResponse: Sendable {
        let status: Int32
        /// Output and complaints.
        let said: String
    }

    let executable: URL

    /// Python with Slack's own client; nil where there is none.
    static let slackSDK = python(importing: "slack_sdk")
    static let python = python(importing: "json")
    static let alertmanager = named("prometheus-alertmanager")

    private static func python(importing module: String) -> PartnerProgram? {
        guard let python = named("python3"), python.runNow(["-c", "import \(module)"]) == 0 else { return nil }
        return python
    }

    private static func named(_ name: String) -> PartnerProgram? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in path.split(separator: ":") {
            let file = URL(filePath: String(folder)).appending(path: name)
            if FileManager.default.isExecutableFile(atPath: file.path) { return PartnerProgram(executable: file) }
        }
        return nil
    }

    private func runNow(_ arguments: [String]) -> Int32 {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits for its end without holding up others.
    func run(_ arguments: [String], input: [UInt8] = []) async throws -> DestinationResponse {
        let folder = try ScratchFolder(inMemory: true)
        let paths = (input: folder.path("input"), said: folder.path("said"))
        try Data(input).write(to: URL(filePath: paths.input))
        try Data().write(to: URL(filePath: paths.said))
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let said = try FileHandle(forWritingTo: URL(filePath: paths.said))
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: paths.input))
        process.standardOutput = said
        process.standardError = said
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return DestinationResponse(status: status, said: try String(contentsOfFile: paths.said, encoding: .utf8))
    }
}
