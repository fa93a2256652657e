internal import JSONText

/// Reads CloudTrail logs in any shape and hands out their records, each as soon as it has ended.
///
/// What a text is, its content tells, and kinds may follow one another:
///
/// | text | elements |
/// |---|---|
/// | `{"Records": […]}` | what the array holds; other keys may stand before and behind it |
/// | objects, one per line or simply one after the other, or an array of them | each object |
/// | CloudWatch Logs: `{"messageType": …, "logEvents": […]}` | each `message` |
/// | the same as Lambda receives it, packed: `{"awslogs": {"data": …}}` | each `message` |
/// | `aws cloudtrail lookup-events`: `{"Events": […]}` | each `CloudTrailEvent` |
/// | a digest file, an Insights file | none: ``RecordSink/skip(_:)`` |
///
/// In a sequence, an object that begins with the same key as an element before it is an element too.
///
/// Memory does not depend on the length of the text: kept is the element now being read, at most
/// ``recordBytesLimit``, and the one before it if that is short.
///
/// **How closely elements are looked at.** Always: brackets balance, strings end, an element is an object. An element
/// is read as strict JSON when something about it is out of the ordinary (it is long, it is the first to begin with its
/// key, a string in it begins where none can, something odd stands beside it), and with ``Checking/strict`` always.
/// Otherwise a mistake that leaves brackets and strings whole is found only by whoever parses the record. Commas between
/// elements, whether missing or too many, cost nothing and are not reported.
///
/// **A malformed record costs that record alone.** Where a bracket or quotation mark is missing or too many, the place
/// is found by reading the element strictly, and reading goes on at the next place that begins as this text's elements
/// do, such as `{"eventVersion"`.
public struct LogReader: ~Copyable, Sendable {
    /// How closely records are checked that nobody has asked for.
    public enum Checking: Hashable, Sendable {
        /// Brackets and strings only.
        case structure
        /// All of RFC 8259.
        case strict
    }

    /// The longest record that is read. CloudTrail's own limit is 256 KiB, and 1 MiB in CloudTrail Lake; a packed
    /// CloudWatch Logs payload, of at most 1 MiB before base64, is read in one piece too.
    public static let recordBytesLimit = 2 << 20
    /// A longer record is read as strict JSON as it arrives: a missing bracket or quotation mark shows as an element
    /// that does not end.
    public static let ordinaryRecordBytes = 64 << 10

    let checking: Checking
    /// Where in the outer text the whole of this one is packed, if it is.
    var unpackedFrom: Int?
    var window = LogWindow()
    var phase = Phase.start
    /// What the elements belong to.
    var container = LogContainer.sequence(inArray: false)
    /// Whether the container stands in an array of the outermost level.
    var isInOuterArray = false
    /// Finds the elements of the container.
    var cutter = ElementCutter()
    var pieces: [ElementCutter.Piece] = []
    /// How much text the cutter is given at once: little after each jump, since what it cuts may have to be cut anew.
    var reach = Self.reachAfterJump
    /// What the container's elements begin with; in a sequence, those of objects that were no containers.
    var starts = ElementStarts()
    /// Elements not handed out yet, with offsets in the whole text.
    var batch: [RecordBatch.Element] = []
    /// What stands between elements and is neither white space nor a comma.
    var stray: Range<Int>?
    /// Reads an open element that has become long.
    var strictScanner: JSONScanner?
    /// How many elements have been handed out and how many faults reported.
    var index = 0

    static let reachAfterJump = 4 << 10
    static let reachLimit = 256 << 10

    enum Phase {
        /// Before the first byte that is no white space.
        case start
        /// In an object of the outermost level, not knowing yet what it is; or behind its array.
        case probing(ObjectProbe)
        /// Among the elements of the container.
        case elements
        /// Looking for the next place that looks like the start of an element.
        case lost(from: Int)
        /// Passing over an element that is too long.
        case passing
        /// Passing over the rest of the text.
        case skipping
    }

    public init(checking: Checking = .structure) {
        self.checking = checking
    }

    /// Begins anew with another text, keeping what was allocated.
    public mutating func reset() {
        window.reset()
        begin(.sequence(inArray: false), at: 0)
        (phase, index, isInOuterArray) = (.start, 0, false)
        batch.removeAll(keepingCapacity: true)
    }

    /// Reads what `fill` writes into the room it is given; returns how many bytes that were.
    public mutating func read<Failure: Error>(
        into sink: inout some RecordSink & ~Copyable,
        filling fill: (inout MutableSpan<UInt8>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let count = try window.extend(keepingFrom: firstNeeded, by: fill)
        advance(into: &sink)
        return count
    }

    /// Reads a piece of text that lies elsewhere.
    public mutating func read(_ text: Span<UInt8>, into sink: inout some RecordSink & ~Copyable) {
        var start = 0
        while start < text.count {
            start += read(into: &sink) { (room: inout MutableSpan<UInt8>) in
                let count = min(room.count, text.count - start)
                for index in 0..<count { room[index] = text[start + index] }
                return count
            }
        }
    }

    /// Ends the text: hands out what is left, and reports what is left open.
    public mutating func finish(into sink: inout some RecordSink & ~Copyable) {
        repeat { advance(into: &sink) } while end(into: &sink)
        deliver(to: &sink)
        phase = .skipping
    }

    /// Hands out what is complete and gives up the rest: for a text whose bytes could not all be had.
    public mutating func abandon(into sink: inout some RecordSink & ~Copyable) {
        deliver(to: &sink)
        phase = .skipping
    }

    /// The first byte that is still needed.
    private var firstNeeded: Int {
        var first = window.end
        switch phase {
        case .start: first = cutter.offset
        case .probing(let probe): first = probe.firstNeeded
        case .lost(let place): first = place
        case .elements: first = min(cutter.openElement ?? cutter.offset, stray?.lowerBound ?? cutter.offset)
        case .passing, .skipping: break
        }
        return min(first, batch.first?.range.lowerBound ?? first)
    }
}

extension LogReader {
    /// Begins to cut the elements of a container, of which nothing is known yet.
    mutating func begin(_ container: LogContainer, at offset: Int) {
        self.container = container
        starts.removeAll()
        resume(at: offset)
    }

    /// Goes on cutting the container's elements at another place.
    mutating func resume(at offset: Int) {
        cutter.restart(at: offset)
        starts.forgetSuspected()
        stray = nil
        strictScanner = nil
        reach = Self.reachAfterJump
        phase = .elements
    }

    /// Reads on until more text is wanted.
    private mutating func advance(into sink: inout some RecordSink & ~Copyable) {
        var wantsMore = false
        while !wantsMore {
            switch phase {
            case .start: wantsMore = readStart()
            case .probing(let probe): wantsMore = readObject(probe, into: &sink)
            case .elements: wantsMore = readElements(into: &sink)
            case .lost(let place): wantsMore = findElement(from: place)
            case .passing: wantsMore = passOver()
            case .skipping: wantsMore = true
            }
        }
    }

    /// Ends the phase; returns whether there is still something to read, because the damage lies before the end.
    private mutating func end(into sink: inout some RecordSink & ~Copyable) -> Bool {
        switch phase {
        case .start, .lost, .passing, .skipping: return false
        case .elements: return endElements(into: &sink)
        case .probing(var probe):
            if let error = probe.truncation() { report(.json(error.reason), at: error.offset, to: &sink) }
            return false
        }
    }

    /// Passes over white space and a byte order mark, which no log file should have and some editors write.
    private mutating func readStart() -> Bool {
        var place = cutter.offset
        while place < window.end, window[place].isJSONBlank { place += 1 }
        cutter.restart(at: place)
        guard place < window.end else { return true }
        guard place == 0, window[0] == 0xEF else {
            resume(at: place)
            return false
        }
        guard window.end >= 3 else { return true }
        resume(at: window[1] == 0xBB && window[2] == 0xBF ? 3 : 0)
        return false
    }

    /// Reads an object of the outermost level until it is known what it is.
    private mutating func readObject(_ probe: ObjectProbe, into sink: inout some RecordSink & ~Copyable) -> Bool {
        var probe = probe
        do throws(JSONError) {
            if let finding = try probe.read(window) {
                take(finding, of: probe, into: &sink)
                return false
            }
            phase = .probing(probe)
            guard !probe.isTail, window.end - probe.start > Self.recordBytesLimit else { return true }
            report(.tooLong(limit: Self.recordBytesLimit), at: probe.start, to: &sink)
            phase = .lost(from: window.end)
        } catch {
            if !probe.isTail { starts.suspect(at: probe.start, mistakeAt: error.offset, in: window) }
            report(.json(error.reason), at: error.offset, to: &sink)
            getLost(after: probe.start, errorAt: error.offset)
        }
        return false
    }

    private mutating func take(
        _ finding: ObjectProbe.Finding, of probe: ObjectProbe, into sink: inout some RecordSink & ~Copyable
    ) {
        switch finding {
        case .container(let container, let offset):
            if !probe.isTail { isInOuterArray = self.container.isArray }
            begin(container, at: offset)
        case .skipped(let kind):
            sink.skip(kind)
            phase = .skipping
        case .element(let range, let isRespelt):
            batch.append(RecordBatch.Element(range: range, isRespelt: isRespelt))
            deliver(to: &sink)
            starts.learn(at: range.lowerBound, in: window)
            resume(at: range.upperBound)
        case .subscription(let range):
            unpackSubscription(range, into: &sink)
            begin(container, at: range.upperBound)
        case .nothing(let end):
            begin(probe.isTail ? .sequence(inArray: isInOuterArray) : container, at: end)
        }
    }

    /// Hands out the elements gathered so far.
    ///
    /// - Parameter isHoldingLast: keeps the last one back, since only what follows shows whether it ended rightly.
    mutating func deliver(to sink: inout some RecordSink & ~Copyable, holdingLast isHoldingLast: Bool = false) {
        let count = batch.count - (isHoldingLast ? 1 : 0)
        guard count > 0 else { return }
        var ready = RecordBatch()
        ready.firstIndex = index
        ready.textOffset = unpackedFrom ?? window.offset
        ready.isUnpacked = unpackedFrom != nil
        let held = isHoldingLast ? batch.removeLast() : nil
        for place in batch.indices { batch[place].move(by: -window.offset) }
        // The array goes over and comes back, so that it is allocated once and never copied.
        swap(&ready.elements, &batch)
        sink.take(ready, in: window.bytes.span.extracting(..<window.count))
        swap(&ready.elements, &batch)
        batch.removeAll(keepingCapacity: true)
        if let held { batch.append(held) }
        index += count
    }

    /// Reports a fault, behind all that came before it.
    mutating func report(_ reason: RecordFault.Reason, at offset: Int, to sink: inout some RecordSink & ~Copyable) {
        deliver(to: &sink)
        sink.take(RecordFault(reason: reason, index: index, offset: unpackedFrom ?? offset))
        index += 1
    }

    func copy(_ range: Range<Int>) -> [UInt8] {
        let text = window.bytes.span.extracting(window.places(range))
        return text.indices.map { text[$0] }
    }
}

extension UInt8 {
    /// White space between the tokens of JSON text.
    var isJSONBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension RecordBatch.Element {
    fileprivate mutating func move(by bytes: Int) {
        range = range.lowerBound + bytes..<range.upperBound + bytes
    }
}
