internal import JSONText

/// What to do where the text is not as it should be.
extension LogReader {
    /// The first mistake in a text that should be one JSON value.
    func strictError(_ range: Range<Int>) -> JSONError? {
        do throws(JSONError) {
            var scanner = JSONScanner(startingAt: range.lowerBound)
            let text = window.bytes.span.extracting(window.places(range))
            while try scanner.next(in: text) != nil {}
            _ = try scanner.finish()
            return nil
        } catch {
            return error
        }
    }

    /// Reports damage found in a place and goes on looking for the next element.
    ///
    /// A missing quotation mark turns strings inside out, so that an element may seem to end somewhere in the next
    /// one. So the element before the place is looked at too, and if it is malformed, it is what is reported. (Not in
    /// a sequence, where it has been handed out: somebody may be waiting for it.)
    mutating func report(damage error: JSONError, in range: Range<Int>, to sink: inout some RecordSink & ~Copyable) {
        starts.suspect(at: range.lowerBound, mistakeAt: error.offset, in: window)
        if !container.isSequence, checking == .structure, let last = batch.last, let earlier = strictError(last.range) {
            batch.removeLast()
            report(.json(earlier.reason), at: earlier.offset, to: &sink)
            return getLost(after: last.range.lowerBound, errorAt: earlier.offset)
        }
        report(.json(error.reason), at: error.offset, to: &sink)
        getLost(after: range.lowerBound, errorAt: error.offset)
    }

    /// Gives up an element and looks for the next one.
    ///
    /// A string without its end swallows the brackets and the first quotation mark of the next element, and only the
    /// byte behind that is a mistake; so the search begins as much before the mistake as an element's start is long.
    mutating func getLost(after start: Int, errorAt offset: Int) {
        phase = .lost(from: max(start + 1, offset - starts.longest))
    }

    /// Looks for a place where an element seems to begin: as those before it, or as CloudTrail's own records begin.
    mutating func findElement(from start: Int) -> Bool {
        var place = max(start, window.offset)
        while place < window.end {
            if container.isSequence, window[place] == UInt8(ascii: "\n") {
                guard place + 1 < window.end else { break }
                if window[place + 1] == UInt8(ascii: "{") {
                    resume(at: place + 1)
                    return false
                }
            } else if window[place] == UInt8(ascii: "{") {
                if starts.areLikely(at: place, in: window) {
                    resume(at: place)
                    return false
                }
                guard !starts.mayBecomeLikely(at: place, in: window) else { break }
            }
            place += 1
        }
        phase = .lost(from: place)
        return true
    }

    /// Looks at what stands between two elements; returns whether reading goes on behind it.
    ///
    /// Values that are no objects are reported one by one. Anything else is damage.
    mutating func lookAtStray(into sink: inout some RecordSink & ~Copyable) -> Bool {
        guard let range = stray else { return true }
        stray = nil
        guard container.isArray else {
            // Something between two lines: the line is lost, up to the next that begins with a bracket.
            let error = strictError(range)
            report(error.map { .json($0.reason) } ?? .notAnObject, at: error?.offset ?? range.lowerBound, to: &sink)
            guard let error else { return true }
            getLost(after: range.lowerBound, errorAt: error.offset)
            return false
        }
        do throws(JSONError) {
            for offset in try strayValues(range) { report(.notAnObject, at: offset, to: &sink) }
            return true
        } catch {
            report(damage: error, in: range, to: &sink)
            return false
        }
    }

    /// Where the values of an array begin of which some elements stand here.
    private func strayValues(_ range: Range<Int>) throws(JSONError) -> [Int] {
        var values: [Int] = []
        var scanner = JSONScanner(startingAt: range.lowerBound - 1)
        let brackets: [UInt8] = [UInt8(ascii: "["), UInt8(ascii: "]")]
        while try scanner.next(in: brackets.span.extracting(..<1)) != nil {}
        let text = window.bytes.span.extracting(window.places(range))
        while let token = try scanner.next(in: text) { values.append(token.valueStart) }
        // The bracket also ends a number, of which the scanner cannot know otherwise that it has ended.
        while let token = try scanner.next(in: brackets.span.extracting(1...)) {
            if token.kind != .endArray { values.append(token.valueStart) }
        }
        return values
    }
}

extension JSONToken {
    fileprivate var valueStart: Int { kind == .string ? range.lowerBound - 1 : range.lowerBound }
}

extension Span<UInt8> {
    func elementsEqual(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard count == bytes.count else { return false }
        for index in indices where self[index] != bytes[bytes.startIndex + index] { return false }
        return true
    }
}
