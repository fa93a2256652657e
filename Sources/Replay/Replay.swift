import CloudTrail
public import EventPatterns
import Glibc
import Gzip
import JSONText

/// Runs rules over an archive: many files at a time, with results in the order of the archive.
///
/// ```swift
/// let replay = Replay(patterns: PatternSet(patterns))
/// try await replay.run(ArchiveWalk(paths: ["AWSLogs"])) { part in summary.add(part) }
/// ```
///
/// The same parts come in the same order whatever the number of jobs is. Memory is bounded: a job that is ahead of its
/// turn and holds more than ``heldBytesLimit`` waits.
public struct Replay: Sendable {
    public let patterns: PatternSet
    public var selection = ReplaySelection()
    /// How many files are read at a time.
    public var jobs = 1
    /// Whether all records are read as strict JSON, and not only those that rules look into.
    public var isStrict = false

    /// How much a job may hold before it is its turn.
    public static let heldBytesLimit = 1 << 20
    /// How many stretches of the archive may be done before their turn.
    static let stretchesAhead = 64
    /// How many files go together when they are small, so that handing them on costs little.
    private static let stretchFilesLimit = 32
    private static let stretchBytes = 256 << 10

    public init(patterns: PatternSet) { self.patterns = patterns }

    /// Reads all that a walk meets.
    ///
    /// - Parameters:
    ///   - isInterrupted: asked often; once true, the files being read are given up and the rest is not opened.
    ///   - take: gets each part, one at a time and in order.
    public func run(
        _ walk: ArchiveWalk, isInterrupted: @escaping @Sendable () -> Bool = { false },
        take: @escaping @Sendable (ReplayPart) throws -> Void
    ) async throws {
        let search = RequiredLiterals.search(for: patterns, below: "detail")
        let queue = WalkQueue(walk)
        let line = OrderedLine(take: take)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(jobs, 1) {
                group.addTask { try await work(queue, line, search, isInterrupted) }
            }
            try await group.waitForAll()
        }
    }

    /// Reads data that is already open, standard input above all.
    public func run(
        descriptor: Int32, name: String, isInterrupted: @escaping @Sendable () -> Bool = { false },
        take: @escaping @Sendable (ReplayPart) throws -> Void
    ) async throws {
        let search = RequiredLiterals.search(for: patterns, below: "detail")
        var reader = try LogFileReader(checking: isStrict ? .strict : .structure)
        var sink = ReplaySink(patterns, search: search, selection: selection)
        let line = OrderedLine(take: take)
        sink.begin(name, isKeyed: false)
        let failure = FailureBox()
        let isAtEnd = { isInterrupted() || failure.error != nil }
        let outcome = await reader.read(descriptor: descriptor, into: &sink, isInterrupted: isAtEnd) { sink in
            await Self.handOn(&sink, stretch: 0, line, failure)
        }
        sink.close(outcome)
        if let error = failure.error { throw error }
        try await line.finish(sink.part, of: 0)
    }

    private func work(
        _ queue: WalkQueue, _ line: OrderedLine, _ search: LiteralSearch?,
        _ isInterrupted: @Sendable () -> Bool
    ) async throws {
        var reader = try LogFileReader(checking: isStrict ? .strict : .structure)
        var sink = ReplaySink(patterns, search: search, selection: selection)
        let failure = FailureBox()
        var filesAtOnce = 1
        while !isInterrupted() {
            let count = filesAtOnce
            guard let (stretch, entries) = queue.next(count) else { return }
            try await line.waitUntilNear(stretch)
            for entry in entries {
                guard !isInterrupted() else { break }
                await read(entry, &reader, &sink, stretch, line, failure, isInterrupted)
                if let error = failure.error { throw error }
            }
            let bytesEach = sink.part.compressedBytes / max(entries.count, 1)
            filesAtOnce = max(1, min(Self.stretchFilesLimit, Self.stretchBytes / max(bytesEach, 1)))
            let part = sink.part
            sink.part = ReplayPart()
            try await line.finish(part, of: stretch)
        }
    }

    private func read(
        _ entry: ArchiveWalk.Entry, _ reader: inout LogFileReader, _ sink: inout ReplaySink, _ stretch: Int,
        _ line: OrderedLine, _ failure: FailureBox, _ isInterrupted: @Sendable () -> Bool
    ) async {
        switch entry.verdict {
        case .pruned: sink.part.filesPruned += 1
        case .skipped(let reason): sink.part.skipped.append(SkippedFile(path: entry.path, reason: reason))
        case .failed(let error): sink.part.failed.append(FailedFile(path: entry.path, reason: .file(error)))
        case .log:
            let descriptor = unsafe open(entry.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                let error = FileError(.system(errno), path: entry.path)
                sink.part.failed.append(FailedFile(path: entry.path, reason: .file(error)))
                return
            }
            sink.begin(entry.path, isKeyed: entry.isKeyed)
            let outcome = await reader.read(descriptor: descriptor, into: &sink, isInterrupted: isInterrupted) { sink in
                await Self.handOn(&sink, stretch: stretch, line, failure)
            }
            Glibc.close(descriptor)
            sink.close(outcome)
        }
    }

    /// Hands on what a long file has come to so far, when it is much; waits for its turn to do so.
    private static func handOn(_ sink: inout ReplaySink, stretch: Int, _ line: OrderedLine, _ failure: FailureBox) async
    {
        guard sink.part.heldBytes > heldBytesLimit else { return }
        let part = sink.part
        sink.part = ReplayPart()
        do { try await line.deliver(part, of: stretch) } catch { failure.error = error }
    }
}

/// An error met where none can be thrown, for the one task that looks after it.
private final class FailureBox {
    var error: (any Error)?
}
