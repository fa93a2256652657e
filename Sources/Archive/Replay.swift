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
        take: (ReplayPart) async throws -> Void
    ) async throws {
        let search = RequiredLiterals.search(for: patterns, below: "detail")
        let queue = WalkQueue(walk)
        try await run(jobs: max(jobs, 1), take: take) { line in
            try await work(queue, line, search, isInterrupted)
        }
    }

    /// Reads data that is already open, standard input above all.
    public func run(
        descriptor: Int32, name: String, isInterrupted: @escaping @Sendable () -> Bool = { false },
        take: (ReplayPart) async throws -> Void
    ) async throws {
        let search = RequiredLiterals.search(for: patterns, below: "detail")
        try await run(jobs: 1, take: take) { line in
            var reader = try LogFileReader(checking: isStrict ? .strict : .structure)
            var sink = ReplaySink(patterns, search: search, selection: selection)
            sink.begin(name, isKeyed: false)
            try await read((descriptor, isOrdinary: false), &reader, &sink, 0, line, isInterrupted)
            await line.finish(sink.part, of: 0)
        }
    }

    /// Runs jobs that bring parts, and takes the parts where it was called.
    private func run(
        jobs: Int, take: (ReplayPart) async throws -> Void, job: @escaping @Sendable (OrderedLine) async throws -> Void
    ) async throws {
        let line = OrderedLine(jobs: jobs)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<jobs {
                group.addTask {
                    do {
                        try await job(line)
                    } catch {
                        await line.abandon()
                        throw error
                    }
                    await line.leave()
                }
            }
            while let part = await line.next() {
                do {
                    try await take(part)
                } catch {
                    await line.abandon()
                    throw error
                }
            }
            try await group.waitForAll()
        }
    }

    private func work(
        _ queue: WalkQueue, _ line: OrderedLine, _ search: LiteralSearch?, _ isInterrupted: @Sendable () -> Bool
    ) async throws {
        var reader = try LogFileReader(checking: isStrict ? .strict : .structure)
        var sink = ReplaySink(patterns, search: search, selection: selection)
        var filesAtOnce = 1
        while !isInterrupted(), let (stretch, entries) = queue.next(filesAtOnce) {
            try await line.waitUntilNear(stretch)
            for entry in entries {
                guard !isInterrupted() else { break }
                try await read(entry, &reader, &sink, stretch, line, isInterrupted)
            }
            let bytesEach = sink.part.compressedBytes / max(entries.count, 1)
            filesAtOnce = max(1, min(Self.stretchFilesLimit, Self.stretchBytes / max(bytesEach, 1)))
            await line.finish(sink.part, of: stretch)
            sink.part = ReplayPart()
        }
    }

    private func read(
        _ entry: ArchiveWalk.Entry, _ reader: inout LogFileReader, _ sink: inout ReplaySink, _ stretch: Int,
        _ line: OrderedLine, _ isInterrupted: @Sendable () -> Bool
    ) async throws {
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
            defer { close(descriptor) }
            sink.begin(entry.path, isKeyed: entry.isKeyed)
            try await read((descriptor, entry.isOrdinary), &reader, &sink, stretch, line, isInterrupted)
        }
    }

    /// Reads one open file, handing on what it has come to when that is much, once it is its turn.
    private func read(
        _ file: (descriptor: Int32, isOrdinary: Bool), _ reader: inout LogFileReader, _ sink: inout ReplaySink,
        _ stretch: Int,
        _ line: OrderedLine, _ isInterrupted: @Sendable () -> Bool
    ) async throws {
        reader.open(file.descriptor, isOrdinary: file.isOrdinary)
        while reader.step(into: &sink) {
            if isInterrupted() {
                reader.interrupt()
                break
            }
            guard sink.part.heldBytes > Self.heldBytesLimit else { continue }
            let part = sink.part
            sink.part = ReplayPart()
            try await line.deliver(part, of: stretch)
        }
        sink.close(reader.finish(into: &sink))
    }
}
