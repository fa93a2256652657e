public import Foundation

/// A program that is not ours, to judge what relay writes or to be written to. `.ci/partners` installs them; where one is
/// missing, its test is skipped.
public struct PartnerProgram: Sendable {
    public let executable: URL

    /// Nil where it is not on the `PATH`.
    public init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: name) }
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            return nil
        }
        executable = place
    }

    /// Python that has a module; nil where it is not installed.
    public static func python(importing module: String) -> PartnerProgram? {
        guard let python = PartnerProgram("python3"), python.succeeds("-c", "import \(module)") else { return nil }
        return python
    }

    /// Runs it to its end.
    ///
    /// - Parameter environment: Variables in place of those that this process has, or besides them.
    public func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> ProgramRun {
        try await ProgramRun(
            executable, arguments, input: Data(input),
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
    }

    /// Whether a run of it, which has to be short, ends with status 0. It holds its thread meanwhile: it is for what is
    /// asked once, before a test.
    public func succeeds(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
