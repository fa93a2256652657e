import CloudTrail
import Gzip

/// Reads one file after another into a sink: inflated and cut into records, with the same buffers throughout.
///
/// Content goes from zlib's output straight to where the records are cut; nothing is copied on the way.
struct LogFileReader: ~Copyable {
    /// How large the content of one file may become. CloudTrail's own files have at most 50 MB compressed, which is
    /// some gigabytes at the ratio of the most repetitive logs.
    static let contentBytesLimit = 1 << 40

    private var reader: LogReader
    private var content: InflatedContent

    init(checking: LogReader.Checking) throws(GzipError) {
        reader = LogReader(checking: checking)
        content = try InflatedContent()
    }

    /// What became of a file.
    struct Outcome {
        var failure: FailedFile.Reason?
        var compressedBytes: Int
        var contentBytes: Int
    }

    /// Begins with another file.
    mutating func begin() {
        content.reset()
        reader.reset()
    }

    /// Reads the next piece of the file, from a stream that stands where the last call left it; false at the end, and
    /// where the file cannot be read on.
    mutating func read(from stream: any ArchiveStream, into sink: inout some RecordSink) async -> Bool {
        while true {
            if content.needsInput { await content.refill(from: stream) }
            if step(into: &sink) { return true }
            guard content.needsInput else { return false }
        }
    }

    /// Reads content that is there; false when there is none.
    private mutating func step(into sink: inout some RecordSink) -> Bool {
        Self.step(&reader, &content, &sink) > 0
    }

    private static func step(
        _ reader: inout LogReader, _ content: inout InflatedContent, _ sink: inout some RecordSink
    ) -> Int {
        reader.read(into: &sink) { (room: inout MutableSpan<UInt8>) in content.fill(&room) }
    }

    /// Gives the file up.
    mutating func interrupt() { content.interrupt() }

    /// Ends the file: reports what it has left open, and says what became of it.
    mutating func finish(into sink: inout some RecordSink) -> Outcome {
        content.finish()
        reader.finish(into: &sink)
        return Outcome(
            failure: content.failure, compressedBytes: content.compressedBytes, contentBytes: content.bytes)
    }
}

/// The content of one file, inflated as it is wanted from compressed bytes that are brought by the piece.
private struct InflatedContent: ~Copyable {
    /// How much is asked of a stream at a time.
    private static let inputBytes = 64 << 10

    private var inflater: Inflater
    private var input: [UInt8] = Array(repeating: 0, count: inputBytes)
    private var filled = 0
    private var taken = 0
    private var isAtEnd = false
    private(set) var compressedBytes = 0
    private(set) var failure: FailedFile.Reason?

    init() throws(GzipError) {
        inflater = try Inflater(contentBytesLimit: LogFileReader.contentBytesLimit)
    }

    /// How much content there has been.
    var bytes: Int { inflater.contentBytes }

    mutating func reset() {
        (filled, taken, compressedBytes) = (0, 0, 0)
        isAtEnd = false
        failure = nil
        inflater.reset(contentBytesLimit: LogFileReader.contentBytesLimit)
    }

    /// Whether there is no content before more of the file has been read.
    var needsInput: Bool { failure == nil && !isAtEnd && taken == filled && !inflater.hasMore }

    /// Writes the next content into `room`; 0 where there is none.
    mutating func fill(_ room: inout MutableSpan<UInt8>) -> Int {
        while failure == nil, taken < filled || inflater.hasMore {
            do throws(GzipError) {
                // A second reference, so that reading the bytes and changing the inflater do not overlap.
                let input = input
                let step = try inflater.inflate(input.span.extracting(taken..<filled), into: &room)
                taken += step.taken
                if step.produced > 0 { return step.produced }
            } catch {
                failure = .gzip(error)
            }
        }
        return 0
    }

    mutating func refill(from stream: any ArchiveStream) async {
        do throws(FileError) {
            note(try await stream.read(into: &input))
        } catch {
            failure = .file(error)
        }
    }

    private mutating func note(_ count: Int) {
        (taken, filled) = (0, count)
        compressedBytes += count
        isAtEnd = count == 0
    }

    mutating func interrupt() { failure = .interrupted }

    /// Notes a file that ends before its content does.
    mutating func finish() {
        guard failure == nil else { return }
        do throws(GzipError) {
            try inflater.finish()
        } catch {
            failure = .gzip(error)
        }
    }
}
