internal import JSONText

/// Cutting the elements of a container.
extension LogReader {
    /// How much may stand between elements before it counts as damage.
    static let strayBytesLimit = 4 << 10

    mutating func readElements(into sink: inout some RecordSink & ~Copyable) -> Bool {
        if container.isSequence, cutter.openElement == nil, stray == nil, let wantsMore = peek() { return wantsMore }
        let start = cutter.offset
        guard start < window.end else {
            deliver(to: &sink, holdingLast: holdsLastElement)
            return true
        }
        let end = min(window.end, start + reach)
        reach = min(reach * 2, Self.reachLimit)
        pieces.removeAll(keepingCapacity: true)
        // A second reference, since a span of the window would keep the cutter from changing.
        let bytes = window.bytes
        let stop = cutter.scan(bytes.span.extracting(window.places(start..<end)), into: &pieces)
        for place in pieces.indices {
            guard take(pieces[place], into: &sink) else { return false }
        }
        switch stop {
        case .endOfChunk: lookAtOpenElement(into: &sink)
        case .closingBracket(let bracket): close(at: bracket, into: &sink)
        }
        return false
    }

    /// Whether the last element is kept back until it is clear that it ended rightly. A long one was read strictly.
    private var holdsLastElement: Bool {
        guard let last = batch.last else { return false }
        return !container.isSequence && last.range.count <= Self.ordinaryRecordBytes
    }

    /// Looks at what comes next in a sequence; nil when it is for the cutter.
    ///
    /// An object that begins unlike the one before may be a container and too long to be cut out whole.
    private mutating func peek() -> Bool? {
        var place = cutter.offset
        while place < window.end, window[place].isJSONBlank || window[place] == UInt8(ascii: ",") { place += 1 }
        guard place < window.end else {
            // The cutter passes over the same bytes and asks for more.
            return nil
        }
        switch window[place] {
        case UInt8(ascii: "[") where beginsArray(at: place):
            begin(.sequence(inArray: true), at: place + 1)
            return false
        case UInt8(ascii: "{"):
            if beginsUnlikeTheOthers(at: place) {
                probe(at: place)
                return false
            }
            guard !starts.areKnown(at: place, in: window) else { return nil }
            cutter.restart(at: place)
            return true
        default: return nil
        }
    }

    /// Whether it is certain that an object does not begin as those before it in the sequence.
    private func beginsUnlikeTheOthers(at place: Int) -> Bool {
        guard window[place] == UInt8(ascii: "{") else { return false }
        return !starts.areKnown(at: place, in: window) && !starts.mayBecomeKnown(at: place, in: window)
    }

    private mutating func probe(at place: Int) {
        phase = .probing(ObjectProbe(startingAt: place))
    }

    /// Takes what the cutter has cut; returns whether reading goes on behind it.
    private mutating func take(_ piece: ElementCutter.Piece, into sink: inout some RecordSink & ~Copyable) -> Bool {
        if piece.kind == .stray {
            stray = (stray?.lowerBound ?? piece.range.lowerBound)..<piece.range.upperBound
            return (stray?.count ?? 0) <= Self.strayBytesLimit || lookAtStray(into: &sink)
        }
        guard lookAtStray(into: &sink) else { return false }
        strictScanner = nil
        let range = piece.range
        let isUsual = starts.areKnown(at: range.lowerBound, in: window)
        if container.isSequence, !isUsual, window[range.lowerBound] == UInt8(ascii: "{") {
            deliver(to: &sink)
            probe(at: range.lowerBound)
            return false
        }
        guard window[range.lowerBound] == UInt8(ascii: "{"), window[range.upperBound - 1] == UInt8(ascii: "}") else {
            return takeOther(range, into: &sink)
        }
        let isOdd = !isUsual || piece.isMisquoted || range.count > Self.ordinaryRecordBytes
        if isOdd || checking == .strict, let error = strictError(range) {
            report(damage: error, in: range, to: &sink)
            return false
        }
        if !isUsual { starts.learn(at: range.lowerBound, in: window) }
        return add(range, isRespelt: piece.isRespelt, into: &sink)
    }

    private mutating func add(
        _ range: Range<Int>, isRespelt: Bool, into sink: inout some RecordSink & ~Copyable
    ) -> Bool {
        if container == .records, index == 0, batch.isEmpty, isInsight(range) {
            sink.skip(.insight)
            phase = .skipping
            return false
        }
        switch container {
        case .controlMessage: break
        case .logEvents, .lookupEvents: unwrap(range, into: &sink)
        case .records, .sequence: batch.append(RecordBatch.Element(range: range, isRespelt: isRespelt))
        }
        return true
    }

    /// Takes an element that is no object: an array, or brackets of two kinds.
    private mutating func takeOther(_ range: Range<Int>, into sink: inout some RecordSink & ~Copyable) -> Bool {
        if beginsArray(at: range.lowerBound) {
            deliver(to: &sink)
            resume(at: range.lowerBound)
            return false
        }
        guard lookIntoArray(at: range.lowerBound, into: &sink) else { return false }
        if let error = strictError(range) {
            report(damage: error, in: range, to: &sink)
            return false
        }
        report(.notAnObject, at: range.lowerBound, to: &sink)
        return true
    }

    /// Looks at an array where an element should be; returns whether reading goes on behind it.
    ///
    /// One bracket too many makes all that follows a part of one such element, `[{…},{…},…`. So the bracket is what is
    /// reported, and the objects behind it are read.
    private mutating func lookIntoArray(at place: Int, into sink: inout some RecordSink & ~Copyable) -> Bool {
        guard window[place] == UInt8(ascii: "[") else { return true }
        var first = place + 1
        while first < window.end, window[first].isJSONBlank { first += 1 }
        guard first < window.end, window[first] == UInt8(ascii: "{") else { return true }
        starts.suspect(at: first, mistakeAt: window.end, in: window)
        report(.notAnObject, at: place, to: &sink)
        getLost(after: place, errorAt: place)
        return false
    }

    /// Whether an array of the outermost level begins here, whose elements are to be cut.
    private func beginsArray(at place: Int) -> Bool {
        container == .sequence(inArray: false) && window[place] == UInt8(ascii: "[")
    }

    /// Looks at an element that has begun and not ended.
    private mutating func lookAtOpenElement(into sink: inout some RecordSink & ~Copyable) {
        guard let start = cutter.openElement else { return }
        if container.isSequence, beginsArray(at: start) || beginsUnlikeTheOthers(at: start) {
            guard lookAtStray(into: &sink) else { return }
            deliver(to: &sink)
            resume(at: start)
            return
        }
        guard cutter.isMisquoted || cutter.offset - start > Self.ordinaryRecordBytes else { return }
        guard lookAtStray(into: &sink), lookIntoArray(at: start, into: &sink) else { return }
        if let error = readStrictly(from: start) {
            report(damage: error, in: start..<cutter.offset, to: &sink)
        } else if cutter.offset - start > Self.recordBytesLimit {
            report(.tooLong(limit: Self.recordBytesLimit), at: start, to: &sink)
            phase = .passing
        }
    }

    /// Reads on in an open element as strict JSON.
    private mutating func readStrictly(from start: Int) -> JSONError? {
        var scanner = strictScanner ?? JSONScanner(startingAt: start)
        do throws(JSONError) {
            let text = window.bytes.span.extracting(window.places(scanner.offset..<cutter.offset))
            while try scanner.next(in: text) != nil {}
        } catch {
            return error
        }
        strictScanner = scanner
        return nil
    }

    mutating func passOver() -> Bool {
        let (start, open) = (cutter.offset, cutter.openElement)
        guard start < window.end, let open else { return true }
        pieces.removeAll(keepingCapacity: true)
        let bytes = window.bytes
        _ = cutter.scan(bytes.span.extracting(window.places(start..<window.end)), into: &pieces)
        if let end = pieces.first?.range.upperBound {
            resume(at: end)
        } else if let error = readStrictly(from: open) {
            getLost(after: start, errorAt: error.offset)
        }
        return false
    }

    private mutating func close(at bracket: Int, into sink: inout some RecordSink & ~Copyable) {
        guard lookAtStray(into: &sink) else { return }
        let byte = window[bracket]
        guard container.isArray, byte == UInt8(ascii: "]") else {
            let error = JSONError(
                .unexpectedByte(byte, expected: container.isArray ? .commaOrEndOfArray : .value), at: bracket)
            return report(damage: error, in: bracket..<bracket + 1, to: &sink)
        }
        deliver(to: &sink)
        if container.isSequence {
            begin(.sequence(inArray: false), at: bracket + 1)
        } else if let probe = try? ObjectProbe(behindArrayClosedAt: bracket) {
            phase = .probing(probe)
        }
    }

    /// Ends the text among elements; returns whether reading goes on at an earlier place.
    mutating func endElements(into sink: inout some RecordSink & ~Copyable) -> Bool {
        guard lookAtStray(into: &sink) else { return true }
        if let start = cutter.openElement {
            guard lookIntoArray(at: start, into: &sink) else { return true }
            let range = start..<window.end
            guard let error = strictError(range) else { return false }
            if case .unexpectedEnd = error.reason {
                report(.json(error.reason), at: error.offset, to: &sink)
                return false
            }
            report(damage: error, in: range, to: &sink)
            return true
        }
        if cutter.offset < window.end {
            // The beginning of an object, too short to tell what it is.
            if let error = strictError(cutter.offset..<window.end) {
                report(.json(error.reason), at: error.offset, to: &sink)
            }
            return false
        }
        guard container.isArray else { return false }
        let end = window.end
        report(damage: JSONError(.unexpectedEnd(inside: .array), at: end), in: end..<end, to: &sink)
        return true
    }
}
