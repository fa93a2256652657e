import CloudTrail
import Glibc
import Gzip

/// Reads one file after another into a sink: opened, inflated and cut into records, with the same buffers throughout.
///
/// Content goes from zlib's output straight to where the records are cut; nothing is copied on the way.
struct LogFileReader: ~Copyable {
    /// How large the content of one file may become. CloudTrail's own files have at most 50 MB compressed, which is
    /// some gigabytes at the ratio of the most repetitive logs.
    static let contentBytesLimit = 1 << 40

    private var reader: LogReader
    private var source: Source

    init(checking: LogReader.Checking) throws(GzipError) {
        reader = LogReader(checking: checking)
        source = try Source()
    }

    /// The compressed bytes of one file, inflated as they are wanted.
    private struct Source: ~Copyable {
        static let inputBytes = 64 << 10

        var inflater: Inflater
        var input: [UInt8] = Array(repeating: 0, count: inputBytes)
        var filled = 0
        var taken = 0
        var descriptor: Int32 = -1
        var isAtEnd = false
        /// Whether a read that comes up short has met the end.
        var isOrdinary = false
        var compressedBytes = 0
        var failure: FailedFile.Reason?

        init() throws(GzipError) {
            inflater = try Inflater(contentBytesLimit: LogFileReader.contentBytesLimit)
        }

        mutating func open(_ descriptor: Int32, isOrdinary: Bool) {
            self.descriptor = descriptor
            self.isOrdinary = isOrdinary
            (filled, taken, compressedBytes) = (0, 0, 0)
            isAtEnd = false
            failure = nil
            inflater.reset(contentBytesLimit: LogFileReader.contentBytesLimit)
        }

        /// Writes the next content into `room`; 0 at the end, or when it cannot be read on.
        mutating func fill(_ room: inout MutableSpan<UInt8>) -> Int {
            while failure == nil {
                do throws(GzipError) {
                    if taken == filled, !inflater.hasMore {
                        guard !isAtEnd else {
                            try inflater.finish()
                            break
                        }
                        refill()
                        continue
                    }
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

        private mutating func refill() {
            while true {
                let count = unsafe input.withUnsafeMutableBytes { bytes in
                    unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    failure = .file(FileError(.system(errno), path: ""))
                    return
                }
                (taken, filled) = (0, count)
                compressedBytes += count
                // Asking again just to be told of the end would be a fifth of the work on small files.
                isAtEnd = count == 0 || isOrdinary && count < Self.inputBytes
                return
            }
        }
    }

    /// What became of a file.
    struct Outcome {
        var failure: FailedFile.Reason?
        var compressedBytes: Int
        var contentBytes: Int
    }

    /// Begins with an open file.
    ///
    /// - Parameter isOrdinary: whether it is known to be neither a pipe nor a device.
    mutating func open(_ descriptor: Int32, isOrdinary: Bool) {
        source.open(descriptor, isOrdinary: isOrdinary)
        reader.reset()
    }

    /// Reads the next piece; false when there is no more.
    mutating func step(into sink: inout ReplaySink) -> Bool { Self.step(&reader, &source, &sink) > 0 }

    /// Gives the file up.
    mutating func interrupt() { source.failure = .interrupted }

    /// Ends the file: reports what it has left open, and says what became of it.
    mutating func finish(into sink: inout ReplaySink) -> Outcome {
        sink.end()
        reader.finish(into: &sink)
        return Outcome(
            failure: source.failure, compressedBytes: source.compressedBytes, contentBytes: source.inflater.contentBytes
        )
    }

    /// Reads an open file to its end, or until `pause` throws; it is called between pieces.
    mutating func read<Sink: EndingRecordSink>(
        descriptor: Int32, into sink: inout Sink, pause: (inout Sink) throws -> Void
    ) throws -> Outcome {
        source.open(descriptor, isOrdinary: false)
        reader.reset()
        var contentBytes = 0
        while true {
            let count = Self.step(&reader, &source, &sink)
            guard count > 0 else { break }
            contentBytes += count
            try pause(&sink)
        }
        sink.end()
        reader.finish(into: &sink)
        try pause(&sink)
        return Outcome(
            failure: source.failure, compressedBytes: source.compressedBytes, contentBytes: contentBytes)
    }

    private static func step(
        _ reader: inout LogReader, _ source: inout Source, _ sink: inout some RecordSink
    ) -> Int {
        reader.read(into: &sink) { (room: inout MutableSpan<UInt8>) in source.fill(&room) }
    }
}

/// A sink that wants to know when the text has ended, so that a record that has not is the text's own fault.
protocol EndingRecordSink: RecordSink {
    mutating func end()
}
