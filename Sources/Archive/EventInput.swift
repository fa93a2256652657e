import CloudTrail
import Glibc
import Gzip
import JSONText

/// The events that a command line names: files, folders, archives, `-` for standard input, or JSON itself.
///
/// ```swift
/// try EventInput(["fixtures/archive", #"{"source": "aws.sts", …}"#]).read { item in
///     switch item {
///     case .event(let event): …
///     case .malformed, .failed: …  // say so, go on, and let the exit status tell
///     case .skipped: break
///     }
/// }
/// ```
///
/// Each may have any of the shapes that `LogReader` reads, gzipped or not. Events come one after the other in the order
/// of the arguments, of the names in a folder and of a file's text; memory does not depend on how many there are. All
/// are strict JSON: what is not is reported, and the rest is still read.
public struct EventInput: Sendable {
    /// The argument that stands for standard input.
    public static let standardInput = "-"

    public enum Item: Sendable {
        case event(InputEvent)
        /// A record that could not be read; those around it were.
        case malformed(MalformedRecord)
        /// A file that could not be read to its end; what came before has been handed out.
        case failed(FailedFile)
        /// A file that holds no records.
        case skipped(SkippedFile)
    }

    private let arguments: [String]

    public init(_ arguments: [String]) {
        self.arguments = arguments
    }

    /// Whether an argument is JSON and not a path: whether it begins with `{` or `[`.
    public static func isJSON(_ argument: String) -> Bool {
        let first = argument.utf8.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// What an argument that is JSON is called in ``InputEvent/source`` and in faults.
    public static func name(ofArgument index: Int) -> String { "argument \(index + 1)" }

    /// The files and folders among the arguments.
    public var paths: [String] { arguments.filter { !Self.isJSON($0) && $0 != Self.standardInput } }

    /// Reads everything, in order.
    ///
    /// - Parameter take: gets each item; what it throws ends the reading and is passed on.
    public func read(_ take: (Item) throws -> Void) throws {
        var files = try LogFileReader(checking: .strict)
        for (index, argument) in arguments.enumerated() {
            if Self.isJSON(argument) {
                try Self.read(text: Array(argument.utf8), named: Self.name(ofArgument: index), take)
            } else if argument == Self.standardInput {
                try Self.read(descriptor: STDIN_FILENO, named: "standard input", &files, take)
            } else {
                var walk = ArchiveWalk(paths: [argument])
                while let entry = walk.next() { try Self.read(entry, &files, take) }
            }
        }
    }

    private static func read(
        _ entry: ArchiveWalk.Entry, _ files: inout LogFileReader, _ take: (Item) throws -> Void
    ) throws {
        switch entry.verdict {
        case .pruned: break
        case .skipped(let reason): try take(.skipped(SkippedFile(path: entry.path, reason: reason)))
        case .failed(let error): try take(.failed(FailedFile(path: entry.path, reason: .file(error))))
        case .log:
            let descriptor = unsafe open(entry.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                let error = FileError(.system(errno), path: entry.path)
                return try take(.failed(FailedFile(path: entry.path, reason: .file(error))))
            }
            defer { close(descriptor) }
            try read(descriptor: descriptor, named: entry.path, &files, take)
        }
    }

    private static func read(
        descriptor: Int32, named name: String, _ files: inout LogFileReader, _ take: (Item) throws -> Void
    ) throws {
        var sink = EventSink(source: name)
        let outcome = try files.read(descriptor: descriptor, into: &sink) { sink in try sink.handOut(take) }
        if let last = sink.verdict(failure: outcome.failure) { try take(last) }
    }

    /// Reads text that is an argument. A mistake in it is the argument's, even if nothing else is in it.
    private static func read(text: [UInt8], named name: String, _ take: (Item) throws -> Void) throws {
        var sink = EventSink(source: name)
        sink.isText = true
        var reader = LogReader(checking: .strict)
        reader.read(text.span, into: &sink)
        reader.finish(into: &sink)
        try sink.handOut(take)
        if let last = sink.verdict(failure: nil) { try take(last) }
    }
}
