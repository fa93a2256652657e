import ChildProcesses
import Foundation

/// One run of the real program: the arguments and surroundings that went in, the bytes and status that came out.
///
/// ```swift
/// let run = try await RelayRun("test-pattern", "--pattern", "pattern.json", "-", input: event)
/// #expect(run.status == 0)
/// #expect(run.output == "match\n")
/// ```
struct RelayRun: CustomStringConvertible {
    /// How long a run may take before it is ended; long enough for a busy machine.
    static let timeLimit: TimeInterval = 300

    let arguments: [String]
    /// Standard output.
    let outputBytes: Data
    /// Standard error.
    let talkBytes: Data
    /// The exit status; a run that was ended by a signal has the signal's number plus 128, as a shell says it.
    let status: Int32

    /// Standard output as text.
    var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard error as text.
    var talk: String { String(decoding: talkBytes, as: UTF8.self) }

    /// Runs relay and waits for its end.
    ///
    /// - Parameters:
    ///   - input: what relay reads on standard input; nothing (an empty file) unless given.
    ///   - environment: variables besides `PATH`; nothing is inherited, so that a run does not depend on who starts it.
    ///   - directory: the working directory; the project's root unless given, so that `fixtures/…` can be named.
    init(
        _ arguments: String..., input: String = "", environment: [String: String] = [:],
        directory: URL = Project.root
    ) async throws {
        try await self.init(
            arguments: arguments, inputBytes: Data(input.utf8), environment: environment, directory: directory)
    }

    /// The same, for arguments in a list or input that is not text.
    init(
        arguments: [String], inputBytes: Data = Data(), environment: [String: String] = [:],
        directory: URL = Project.root
    ) async throws {
        try await self.init(
            executable: Project.relay, arguments: arguments, inputBytes: inputBytes, environment: environment,
            directory: directory)
    }

    /// The same for any program: a shell, to try what only a shell can do.
    init(
        executable: URL, arguments: [String], inputBytes: Data = Data(), environment: [String: String] = [:],
        directory: URL = Project.root
    ) async throws {
        let run = try await ProgramRun(
            executable, arguments, input: inputBytes,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { _, new in new }, directory: directory,
            limit: .seconds(Self.timeLimit))
        self.arguments = arguments
        (outputBytes, talkBytes, status) = (run.output, run.errors, run.status)
    }

    /// What a failed expectation shows.
    var description: String {
        "relay \(arguments.joined(separator: " ")) -> \(status)\n\(output)\(talk)"
    }
}
