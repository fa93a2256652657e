import Foundation
import Testing

/// A command and the output shown beneath it, in a fenced `console` block of a document.
///
/// A line `…` stands for any number of lines that are not shown.
struct ConsoleExample: CustomTestStringConvertible {
    let command: String
    let lines: [String]

    var testDescription: String { command }

    /// The commands of a document's blocks, in order.
    ///
    /// - Parameters:
    ///   - fence: the line with which the blocks begin.
    ///   - program: what the commands begin with: what other programs print is not ours to promise.
    static func all(
        in document: URL, fence: String = "```console", program: String = "relay "
    ) throws -> [ConsoleExample] {
        var examples: [ConsoleExample] = []
        var isInside = false
        for line in try String(contentsOf: document, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                isInside = line == fence
            } else if isInside, line.hasPrefix("$ ") {
                examples.append(ConsoleExample(command: String(line.dropFirst(2)), lines: []))
            } else if isInside, let last = examples.popLast() {
                examples.append(ConsoleExample(command: last.command, lines: last.lines + [line]))
            }
        }
        return examples.filter { $0.command.hasPrefix(program) }
    }

    /// Runs the command as a shell would, with relay on the PATH.
    func run() async throws -> RelayRun {
        let path = Project.relay.deletingLastPathComponent().path + ":/usr/bin:/bin"
        return try await RelayRun(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", command], environment: ["PATH": path])
    }

    /// Whether some output is what the document shows.
    func accepts(_ output: String) -> Bool {
        var shown = lines
        while shown.last?.isEmpty == true { shown.removeLast() }
        var printed = output.components(separatedBy: "\n")
        while printed.last?.isEmpty == true { printed.removeLast() }
        // Between two gaps, what is shown must stand somewhere, in one piece; before the first, at the start.
        let pieces = shown.split(separator: "…", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, printed.starts(with: first) else { return false }
        guard pieces.count > 1 else { return printed == shown }
        var rest = printed.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() {
            guard let place = rest.firstRange(of: piece) else { return false }
            rest = rest[place.upperBound...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
