import CloudTrail
import Gzip
public import JSONText

/// The events that a command line names: files, folders, archives, `-` for standard input, or JSON text.
///
/// ```swift
/// try await EventInput(["fixtures/archive", #"{"source": "aws.sts", …}"#]).read { item in
///     switch item {
///     case .event(let event): …
///     case .malformed, .failed: …  // say so, go on, and let the exit status tell
///     case .skipped: break
///     }
/// }
/// ```
///
/// Each may have any of the shapes that `LogReader` reads, gzipped or not. Events come one after the other in the order
/// of the arguments, of the names in a folder and of a file's text; memory does not depend on how many there are. They
/// are read as strict JSON: a record that is not is reported, and the rest is still read.
public struct EventInput: Sendable {
    /// The argument that stands for standard input.
    public static let standardInput = FileSource.standardInput

    /// What reading comes to, one piece at a time.
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

    /// - Parameter arguments: Paths, ``standardInput`` and JSON texts, in the order in which they are read.
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
    /// - Parameter take: Gets each item. What it throws ends the reading and is passed on.
    /// - Throws: What `take` throws; ``GzipError`` where zlib has no memory.
    public func read(_ take: (Item) throws -> Void) async throws {
        var reader = try LogFileReader(checking: .strict)
        let source = FileSource()
        for (index, argument) in arguments.enumerated() {
            if Self.isJSON(argument) {
                try Self.read(text: Array(argument.utf8), named: Self.name(ofArgument: index), take)
            } else {
                let walk = ArchiveWalk([ArchiveLocation(argument, in: source)], ReplaySelection())
                while let entry = await walk.next() { try await Self.read(entry, &reader, take) }
            }
        }
    }

    private static func read(
        _ entry: WalkedEntry, _ reader: inout LogFileReader, _ take: (Item) throws -> Void
    ) async throws {
        let path = entry.path
        switch entry.decision {
        case .prune, .prunePrefix: break
        case .skip(let reason): try take(.skipped(SkippedFile(path: path, reason: reason)))
        case .fail(let error): try take(.failed(FailedFile(path: path, reason: .file(error))))
        case .read(let file, _):
            let stream: any ArchiveStream
            do throws(FileError) {
                stream = try await entry.source.open(file)
            } catch {
                return try take(.failed(FailedFile(path: path, reason: .file(error))))
            }
            defer { stream.close() }
            var collector = EventCollector()
            var faults = FileFaults()
            reader.begin()
            while await reader.read(from: stream, into: &collector) {
                for item in items(of: collector.takeFindings(), in: path, &faults) { try take(item) }
            }
            faults.noteEnd()
            let outcome = reader.finish(into: &collector)
            for item in items(of: collector.takeFindings(), in: path, &faults) { try take(item) }
            if let kind = collector.skipped { faults.note(kind) }
            let (malformed, verdict) = faults.finish(failure: outcome.failure)
            for fault in malformed { try take(.malformed(MalformedRecord(path: path, fault: fault))) }
            switch verdict {
            case .read: break
            case .skipped(let reason): try take(.skipped(SkippedFile(path: path, reason: reason)))
            case .failed(let reason): try take(.failed(FailedFile(path: path, reason: reason)))
            }
        }
    }

    private static func items(
        of findings: [EventCollector.Finding], in path: String, _ faults: inout FileFaults
    ) -> [Item] {
        var items: [Item] = []
        for finding in findings {
            let malformed =
                switch finding {
                case .event: faults.noteRecords()
                case .fault(let fault): faults.note(fault)
                }
            items += malformed.map { .malformed(MalformedRecord(path: path, fault: $0)) }
            if case .event(let event) = finding { items.append(item(for: event, in: path)) }
        }
        return items
    }

    private static func item(for event: EventCollector.Event, in source: String) -> Item {
        do throws(JSONError) {
            return .event(
                InputEvent(
                    document: try JSONDocument(parsing: event.text), source: source, number: event.index + 1,
                    offset: event.offset, isRecord: event.kind == .record))
        } catch {
            // The envelope nests a record one level deeper, which may be one too many.
            let fault = RecordFault(reason: .json(error.reason), index: event.index, offset: event.offset)
            return .malformed(MalformedRecord(path: source, fault: fault))
        }
    }

    /// Reads text that is an argument. Every fault in it is a malformed record, since the argument is no file.
    private static func read(text: [UInt8], named name: String, _ take: (Item) throws -> Void) throws {
        var collector = EventCollector()
        var reader = LogReader(checking: .strict)
        reader.read(text.span, into: &collector)
        reader.finish(into: &collector)
        for finding in collector.takeFindings() {
            switch finding {
            case .event(let event): try take(item(for: event, in: name))
            case .fault(let fault): try take(.malformed(MalformedRecord(path: name, fault: fault)))
            }
        }
        if let kind = collector.skipped {
            try take(.skipped(SkippedFile(path: name, reason: kind == .digest ? .digest : .insight)))
        }
    }
}

/// An event in its envelope, and where it came from.
public struct InputEvent: Sendable {
    /// The event as EventBridge would deliver it.
    public let document: JSONDocument
    /// The file, `standard input`, or `argument 2`.
    public let source: String
    /// Which of the source's events and records it is, from 1; those that could not be read count too.
    public let number: Int
    /// Where it begins, in bytes from the start of the source's uncompressed text. An event that was unpacked from a
    /// string begins where the object around that string does.
    public let offset: Int
    /// Whether the source held a CloudTrail record, and relay put it into its envelope.
    public let isRecord: Bool
}
