public import Foundation
import ScratchFolders

/// One run of a program to its end: what it printed, and how it ended.
///
/// Only as many programs run at a time as keep all processors busy, and a program's files are open only while it runs:
/// hundreds of tests may ask for one at once, and Foundation ends the process when it starts a program with a thousand
/// files open. No thread waits for the end: a test that held one of the few that run tasks would stop the servers of the
/// tests beside it.
public struct ProgramRun: Sendable {
    /// Standard output.
    public let output: Data
    /// Standard error.
    public let errors: Data
    /// The exit status; of a program that was ended by a signal the signal's number plus 128, as a shell says it.
    public let status: Int32

    /// Standard output and standard error, one after the other, as text.
    public var said: String { String(decoding: output + errors, as: UTF8.self) }

    /// Runs a program.
    ///
    /// - Parameters:
    ///   - input: What it reads on standard input; an empty file unless given.
    ///   - environment: All its variables; those of this process unless given.
    ///   - directory: Its working directory; that of this process unless given.
    ///   - limit: How long it may take before it is asked to end, counted from its start; nil is for ever.
    /// - Throws: Where a file cannot be made or the program cannot be started.
    public init(
        _ executable: URL, _ arguments: [String], input: Data = Data(), environment: [String: String]? = nil,
        directory: URL? = nil, limit: Duration? = nil
    ) async throws {
        // Files rather than pipes: a pipe that nobody empties would stop the program that fills it.
        let folder = try ScratchFolder(inMemory: true)
        let files = (
            input: try folder.write(input, to: "input"), output: try folder.write(Data(), to: "output"),
            errors: try folder.write(Data(), to: "errors")
        )
        status = try await TaskLimit.programs.run {
            let process = Process()
            process.executableURL = executable
            process.arguments = arguments
            if let environment { process.environment = environment }
            if let directory { process.currentDirectoryURL = directory }
            let handles = [
                try FileHandle(forReadingFrom: files.input), try FileHandle(forWritingTo: files.output),
                try FileHandle(forWritingTo: files.errors),
            ]
            // Not when the last reference goes: Foundation may hold them for some time after the end.
            defer { for handle in handles { try? handle.close() } }
            process.standardInput = handles[0]
            process.standardOutput = handles[1]
            process.standardError = handles[2]
            try await process.runToEnd(limit: limit)
            return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        }
        output = try Data(contentsOf: files.output)
        errors = try Data(contentsOf: files.errors)
    }
}
