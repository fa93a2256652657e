import CloudTrail
import JSONText

/// Reads what libFuzzer makes up as a log, whole and in chunks, loosely and strictly: whatever the bytes, there is no
/// crash, the cuts make no difference, and what is handed out is what the reader promises.
///
/// The first byte says how large the chunks are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLogReader(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let first = input.first else { return 0 }
    let text = Array(input.dropFirst())
    for checking in [LogReader.Checking.structure, .strict] {
        let whole = Findings(reading: text, chunkBytes: max(text.count, 1), checking)
        let cut = Findings(reading: text, chunkBytes: Int(first) + 1, checking)
        precondition(whole == cut, "the cuts make a difference")
        precondition(whole.indices == Array(0..<whole.indices.count), "something is missing or counted twice")
        for element in whole.elements {
            precondition(element.first == UInt8(ascii: "{") && element.last == UInt8(ascii: "}"), "not an object")
            var event: [UInt8] = []
            EventEnvelope.append(element.span, to: &event)
            guard checking == .strict else { continue }
            precondition((try? JSONScanner.validate(element.span)) != nil, "handed out, and not JSON")
            precondition(isJSONOrTooDeep(event), "the envelope has broken the record")
        }
    }
    return 0
}

/// An envelope nests one deeper than its record, and nothing else may be wrong with it.
private func isJSONOrTooDeep(_ text: [UInt8]) -> Bool {
    do throws(JSONError) {
        try JSONScanner.validate(text.span)
        return true
    } catch {
        return error.reason == .tooDeep(limit: JSONScanner.depthLimit)
    }
}

private struct Findings: RecordSink, Equatable {
    var elements: [[UInt8]] = []
    var offsets: [Int] = []
    var indices: [Int] = []
    var faults: [RecordFault] = []
    var skipped: [SkippedText] = []

    init(reading text: [UInt8], chunkBytes: Int, _ checking: LogReader.Checking) {
        var reader = LogReader(checking: checking)
        var start = 0
        while start < text.count {
            let end = min(start + chunkBytes, text.count)
            reader.read(text.span.extracting(start..<end), into: &self)
            start = end
        }
        reader.finish(into: &self)
    }

    mutating func take(_ batch: RecordBatch, in text: Span<UInt8>) {
        for (place, element) in batch.elements.enumerated() {
            elements.append(element.range.map { text[$0] })
            offsets.append(batch.offset(of: element))
            indices.append(batch.firstIndex + place)
        }
    }

    mutating func take(_ fault: RecordFault) {
        faults.append(fault)
        indices.append(fault.index)
    }

    mutating func skip(_ kind: SkippedText) { skipped.append(kind) }
}
