import CloudTrail

/// Keeps all that a reader hands out.
struct Collector: RecordSink, Equatable {
    struct Found: Equatable {
        var index: Int
        var offset: Int
        var text: String
        var isRespelt: Bool

        // How coarsely escapes are noticed is left to the reader, and differs between ways to cut the text.
        static func == (left: Self, right: Self) -> Bool {
            left.index == right.index && left.offset == right.offset && left.text.utf8.elementsEqual(right.text.utf8)
        }
    }

    var found: [Found] = []
    var faults: [RecordFault] = []
    var skipped: [SkippedText] = []

    var texts: [String] { found.map(\.text) }

    mutating func take(_ batch: RecordBatch, in text: Span<UInt8>) {
        for (place, element) in batch.elements.enumerated() {
            let bytes = element.range.map { text[$0] }
            found.append(
                Found(
                    index: batch.firstIndex + place, offset: batch.offset(of: element),
                    text: String(decoding: bytes, as: UTF8.self), isRespelt: element.isRespelt))
        }
    }

    mutating func take(_ fault: RecordFault) { faults.append(fault) }

    mutating func skip(_ kind: SkippedText) { skipped.append(kind) }

    /// Reads a whole text in chunks of a given size.
    init(reading text: [UInt8], chunkBytes: Int = 1 << 20, checking: LogReader.Checking = .structure) {
        var reader = LogReader(checking: checking)
        var start = 0
        while start < text.count {
            let end = min(start + chunkBytes, text.count)
            reader.read(text.span.extracting(start..<end), into: &self)
            start = end
        }
        reader.finish(into: &self)
    }

    /// Reads a whole text at once with a reader that has read others before.
    init(reading text: [UInt8], with reader: inout LogReader) {
        reader.reset()
        reader.read(text.span, into: &self)
        reader.finish(into: &self)
    }

    init(reading text: String, chunkBytes: Int = 1 << 20, checking: LogReader.Checking = .structure) {
        self.init(reading: Array(text.utf8), chunkBytes: chunkBytes, checking: checking)
    }
}
