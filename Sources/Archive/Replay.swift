import CloudTrail
public import EventPatterns
import Gzip
import JSONText

/// Runs rules over an archive: many files at a time, with results in the order of the archive.
///
/// ```swift
/// let replay = Replay(patterns: PatternSet(patterns))
/// try await replay.run([ArchiveLocation("AWSLogs", in: FileSource())]) { batch in summary.add(batch) }
/// ```
///
/// The same results come in the same order whatever the number of jobs is. Memory is bounded: a job that is ahead of
/// its turn and holds more than ``heldBytesLimit`` waits.
public struct Replay: Sendable {
    /// The patterns that events are matched against; ``MatchedEvent/rules`` are indices into them.
    public let patterns: PatternSet
    /// Which part of the archive is looked at; all of it unless set.
    public var selection = ReplaySelection()
    /// How many files are read at a time.
    public var jobs = 1
    /// Whether all records are read as strict JSON, and not only those that rules look into.
    public var isStrict = false

    /// Whether matching events are handed on, as ``ReplayBatch/matches``. Where they are only to be counted they come as
    /// ``ReplayBatch/counted``, in half the time.
    public var keepsEvents = true

    /// How much memory a job may hold before it is its turn, in bytes.
    public static let heldBytesLimit = 1 << 20
    /// How many batches of files may be done before their turn.
    static let batchesAhead = 64
    /// How many files make a batch when they are small, so that handing them on costs little.
    private static let batchFilesLimit = 32
    private static let batchBytes = 256 << 10

    /// - Parameter patterns: ``patterns``.
    public init(patterns: PatternSet) { self.patterns = patterns }

    /// Reads all that lies at some places, one after the other.
    ///
    /// - Parameters:
    ///   - isInterrupted: asked often; once true, the files being read are given up and the rest is not opened.
    ///   - take: gets each piece of what was found, one at a time and in order.
    /// - Throws: What `take` throws; ``GzipError`` where zlib has no memory.
    public func run(
        _ locations: [ArchiveLocation], isInterrupted: @escaping @Sendable () -> Bool = { false },
        take: (ReplayBatch) async throws -> Void
    ) async throws {
        let search = RequiredLiterals.search(for: patterns, below: "detail")
        let queue = FileQueue(locations, selection)
        let jobs = max(jobs, 1)
        let merge = OrderedMerge(jobs: jobs)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<jobs {
                group.addTask {
                    do {
                        try await work(queue, merge, search, isInterrupted)
                    } catch {
                        await merge.abandon()
                        throw error
                    }
                    await merge.leave()
                }
            }
            while let batch = await merge.next() {
                do {
                    try await take(batch)
                } catch {
                    await merge.abandon()
                    throw error
                }
            }
            try await group.waitForAll()
        }
    }

    /// One job: takes files from the queue until there are none left.
    private func work(
        _ queue: FileQueue, _ merge: OrderedMerge, _ search: LiteralSearch?, _ isInterrupted: @Sendable () -> Bool
    ) async throws {
        var reader = try LogFileReader(checking: isStrict ? .strict : .structure)
        var sink = ReplaySink(patterns, search: search, selection: selection, keepsEvents: keepsEvents)
        var entriesAtOnce = 1
        while !isInterrupted(), let (number, entries) = await queue.next(entriesAtOnce) {
            try await merge.waitUntilNear(number)
            for entry in entries {
                guard !isInterrupted() else { break }
                try await read(entry, &reader, &sink, number, merge, isInterrupted)
            }
            let bytesEach = sink.batch.compressedBytes / max(entries.count, 1)
            entriesAtOnce = max(1, min(Self.batchFilesLimit, Self.batchBytes / max(bytesEach, 1)))
            await merge.finish(sink.batch, of: number)
            sink.batch = ReplayBatch()
        }
    }

    /// Does with one file what its key has decided. What it has come to is handed on before its end when that is much,
    /// once it is the turn of its batch.
    private func read(
        _ entry: WalkedEntry, _ reader: inout LogFileReader, _ sink: inout ReplaySink, _ number: Int,
        _ merge: OrderedMerge, _ isInterrupted: @Sendable () -> Bool
    ) async throws {
        let path = entry.path
        switch entry.decision {
        case .prune: sink.batch.filesPruned += 1
        case .prunePrefix: sink.batch.prefixesPruned += 1
        case .skip(let reason): sink.batch.skipped.append(SkippedFile(path: path, reason: reason))
        case .fail(let error): sink.batch.failed.append(FailedFile(path: path, reason: .file(error)))
        case .read(let file, let isKeyed):
            let stream: any ArchiveStream
            do throws(FileError) {
                stream = try await entry.source.open(file)
            } catch {
                sink.batch.failed.append(FailedFile(path: path, reason: .file(error)))
                return
            }
            defer { stream.close() }
            sink.begin(path, isKeyed: isKeyed)
            reader.begin()
            while await reader.read(from: stream, into: &sink) {
                if isInterrupted() {
                    reader.interrupt()
                    break
                }
                guard sink.batch.heldBytes > Self.heldBytesLimit else { continue }
                let piece = sink.batch
                sink.batch = ReplayBatch()
                try await merge.deliver(piece, of: number)
            }
            sink.noteEnd()
            sink.close(reader.finish(into: &sink))
        }
    }
}
