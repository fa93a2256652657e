internal import Gzip
internal import JSONText
import TextFormats

/// Records that something else is wrapped around.
extension LogReader {
    /// How much a CloudWatch Logs payload may inflate to. It is streamed, so the bound is one of time; CloudWatch packs
    /// at most 1 MiB, which inflates to some 12 MiB.
    static let payloadBytesLimit = 256 << 20

    /// Whether a record is of the kind that Insights files hold.
    func isInsight(_ range: Range<Int>) -> Bool {
        RecordFields(of: window.bytes.span.extracting(window.places(range)))?.isInsight ?? false
    }

    /// Takes an element that holds a record as a string.
    mutating func unwrap(_ range: Range<Int>, into sink: inout some RecordSink & ~Copyable) {
        guard let key = container.wrappingKey else { return }
        do throws(JSONError) {
            let document = try JSONDocument(parsing: copy(range))
            guard let text = document.root[key]?.utf8 else {
                return report(.nothingWrapped(key: key), at: range.lowerBound, to: &sink)
            }
            try JSONScanner.validate(text.span)
            // An object may have white space around it; the batch has not.
            let inner = text.trimmingJSONBlanks()
            guard inner.first == UInt8(ascii: "{") else { return report(.notAnObject, at: range.lowerBound, to: &sink) }
            deliver(Array(inner), unpackedFrom: range.lowerBound, to: &sink)
        } catch {
            report(.json(error.reason), at: range.lowerBound, to: &sink)
        }
    }

    private mutating func deliver(
        _ record: [UInt8], unpackedFrom offset: Int, to sink: inout some RecordSink & ~Copyable
    ) {
        deliver(to: &sink)
        var ready = RecordBatch()
        ready.elements = [RecordBatch.Element(range: record.indices, isRespelt: true)]
        ready.firstIndex = index
        ready.textOffset = unpackedFrom ?? offset
        ready.isUnpacked = true
        sink.take(ready, in: record.span)
        index += 1
    }

    /// Reads a CloudWatch Logs payload as a Lambda function receives it: `{"awslogs": {"data": base64 of gzip}}`.
    ///
    /// Source: AWS Lambda Developer Guide, "Process CloudWatch Logs log events with Lambda".
    mutating func unpackSubscription(_ range: Range<Int>, into sink: inout some RecordSink & ~Copyable) {
        deliver(to: &sink)
        guard let payload = try? JSONDocument(parsing: copy(range)).root["awslogs"]?["data"]?.utf8, unpackedFrom == nil
        else { return report(.nothingWrapped(key: "awslogs"), at: range.lowerBound, to: &sink) }
        guard let packed = Base64.decoded(payload) else { return report(.badBase64, at: range.lowerBound, to: &sink) }
        var reader = LogReader(checking: checking)
        reader.unpackedFrom = range.lowerBound
        reader.index = index
        var fault: GzipError?
        do throws(GzipError) {
            try reader.read(inflating: packed, into: &sink)
        } catch {
            fault = error
        }
        index = reader.index
        if let fault { report(.badGzip("\(fault)"), at: range.lowerBound, to: &sink) }
    }

    private mutating func read(
        inflating packed: [UInt8], into sink: inout some RecordSink & ~Copyable
    ) throws(GzipError) {
        var inflater = try Inflater(contentBytesLimit: Self.payloadBytesLimit)
        repeat {
            _ = try read(into: &sink) { (room: inout MutableSpan<UInt8>) throws(GzipError) in
                try inflater.inflate(packed.span.extracting(inflater.offset...), into: &room).produced
            }
        } while inflater.hasMore
        try inflater.finish()
        finish(into: &sink)
    }
}

extension [UInt8] {
    fileprivate func trimmingJSONBlanks() -> ArraySlice<UInt8> {
        let head = drop { $0.isJSONBlank }
        guard let last = head.lastIndex(where: { !$0.isJSONBlank }) else { return head }
        return head[...last]
    }
}
