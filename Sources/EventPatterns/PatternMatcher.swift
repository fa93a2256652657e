public import JSONText

/// Says which patterns of a ``PatternSet`` an event matches; one for each task, reused from event to event.
///
/// ```swift
/// var matcher = PatternMatcher(PatternSet(patterns))
/// if try matcher.match(event.span) { print(matcher.matched) }
/// ```
///
/// The event is scanned once: brackets and strings are followed to the end, tokens are read only where some pattern names
/// the field, the rest is passed over. So an event that is malformed in a field that no pattern names may still be
/// judged; run ``JSONScanner/validate(_:)`` first where that matters. Unusual events (duplicate keys, keys with dots,
/// broken JSON, fields in different elements of one array) are read again by ``EventPattern/matches(_:)``, so the two
/// never differ.
///
/// An event that must be parsed and has more keys and values than ``valuesLimit`` is refused.
public struct PatternMatcher: Sendable {
    /// How many keys and values an event may have when it has to be parsed. The parsed form takes many times the text;
    /// events of 256 KiB, the longest that CloudTrail and EventBridge have, stay far below.
    public static let valuesLimit = 1 << 15

    /// The patterns that events are matched with.
    public let set: PatternSet
    /// The patterns that the last event matched, as indices of ``PatternSet/patterns``, ascending.
    public private(set) var matched: [Int] = []

    private var scan: EventScan
    /// By test set: 0 not evaluated yet, 1 refused, 2 accepted.
    private var results: [UInt8]
    private var evaluated: [Int32] = []
    /// By pattern: whether it is in ``matched``.
    private var isMatched: [Bool]

    /// Allocates working memory for one task; it is reused for every event.
    public init(_ set: PatternSet) {
        self.set = set
        scan = EventScan(set)
        results = Array(repeating: 0, count: set.tests.sets.count)
        isMatched = Array(repeating: false, count: set.patterns.count)
    }

    /// Judges one event; true when any pattern matches. See ``matched`` for which.
    ///
    /// - Throws: ``EventError`` when the event is not a JSON object.
    public mutating func match(_ event: Span<UInt8>) throws(EventError) -> Bool {
        removeAll()
        guard scan.read(event) else { return try matchPlainly(event, behind: Span()) }
        return try judge(event, behind: Span())
    }

    /// Judges an event that comes in two pieces, so that a record need not be copied into its envelope.
    ///
    /// ```swift
    /// outline.read(record)
    /// try matcher.match(record, outline, behind: #"{"source":"aws.sts","detail":"#.utf8.span)
    /// ```
    ///
    /// The answer is that of ``match(_:)`` for the head, the value and a closing bracket.
    ///
    /// - Parameters:
    ///   - value: the event's last value, an object.
    ///   - outline: that of the value.
    ///   - head: all of the event's text before the value. Members that no pattern names may be left out of it, see
    ///     ``PatternSet/asks(for:)``.
    /// - Throws: ``EventError`` when the event is not a JSON object.
    public mutating func match(
        _ value: Span<UInt8>, _ outline: JSONOutline, behind head: Span<UInt8>
    ) throws(EventError) -> Bool {
        removeAll()
        guard scan.read(value, outline, behind: head) else { return try matchPlainly(value, behind: head) }
        return try judge(value, behind: head)
    }

    private mutating func removeAll() {
        for pattern in matched { isMatched[pattern] = false }
        matched.removeAll(keepingCapacity: true)
    }

    /// Tests all candidates, and the alternatives that are in no index.
    private mutating func judge(_ text: Span<UInt8>, behind head: Span<UInt8>) throws(EventError) -> Bool {
        for index in evaluated { results[Int(index)] = 0 }
        evaluated.removeAll(keepingCapacity: true)

        var plain: FlatEvent?
        for index in 0..<scan.candidates.count { try judge(Int(scan.candidates[index]), text, head, &plain) }
        for index in 0..<set.unindexed.count { try judge(Int(set.unindexed[index]), text, head, &plain) }
        if matched.count > 1 { matched.sort() }
        return !matched.isEmpty
    }

    /// Judges one alternative and, if it matches, notes its pattern.
    private mutating func judge(
        _ index: Int, _ text: Span<UInt8>, _ head: Span<UInt8>, _ plain: inout FlatEvent?
    ) throws(EventError) {
        let alternative = set.alternatives[index]
        let pattern = Int(alternative.pattern)
        guard !isMatched[pattern] else { return }
        var fieldsInArrays = 0
        var sawUncertainAbsence = false
        for position in alternative.testSets {
            let number = Int(set.testSets[Int(position)])
            let testSet = set.tests.sets[number]
            if scan.leaves.isInArray[Int(testSet.field)] {
                fieldsInArrays &+= 1
                // In an array the field may be absent from the element that counts though another one has it.
                if testSet.acceptsAbsence {
                    sawUncertainAbsence = true
                    continue
                }
            }
            guard accepts(number, testSet, text) else { return }
        }
        if fieldsInArrays > 1 {
            if plain == nil {
                plain = try FlatEvent(parsing: Self.whole(text, behind: head), valuesLimit: Self.valuesLimit)
            }
            guard let plain, set.patterns[pattern].matches(plain) else { return }
        } else if sawUncertainAbsence {
            for position in alternative.testSets {
                let number = Int(set.testSets[Int(position)])
                guard accepts(number, set.tests.sets[number], text) else { return }
            }
        }
        isMatched[pattern] = true
        matched.append(pattern)
    }

    @inline(__always)
    private mutating func accepts(_ number: Int, _ testSet: TestSet, _ text: Span<UInt8>) -> Bool {
        if results[number] != 0 { return results[number] == 2 }
        let accepted = set.tests.accept(testSet, anyOf: scan.leaves, text)
        results[number] = accepted ? 2 : 1
        evaluated.append(Int32(truncatingIfNeeded: number))
        return accepted
    }

    private mutating func matchPlainly(_ text: Span<UInt8>, behind head: Span<UInt8>) throws(EventError) -> Bool {
        let flat = try FlatEvent(parsing: Self.whole(text, behind: head), valuesLimit: Self.valuesLimit)
        for (index, pattern) in set.patterns.enumerated() where pattern.matches(flat) {
            isMatched[index] = true
            matched.append(index)
        }
        return !matched.isEmpty
    }

    /// The event in one piece.
    ///
    /// - Parameter head: empty when the text is all of the event.
    private static func whole(_ text: Span<UInt8>, behind head: Span<UInt8>) -> [UInt8] {
        guard !head.isEmpty else { return text.bytesAsArray }
        return head.bytesAsArray + text.bytesAsArray + [UInt8(ascii: "}")]
    }
}

extension CompiledTests {
    /// Whether a test set accepts a leaf of its field, or its absence.
    fileprivate func accept(_ testSet: TestSet, anyOf table: LeafTable, _ event: Span<UInt8>) -> Bool {
        var index = table.first[Int(testSet.field)]
        if index < 0 { return testSet.acceptsAbsence }
        while index >= 0 {
            let leaf = table.leaves[Int(index)]
            let range = Int(leaf.start)..<Int(leaf.end)
            let decimal = leaf.decimal >= 0 ? table.decimals[Int(leaf.decimal)] : nil
            let isAccepted =
                leaf.isUnescaped
                ? accept(testSet, leaf.kind, table.unescaped.span.extracting(range), decimal)
                : accept(testSet, leaf.kind, event.extracting(range), decimal)
            if isAccepted { return true }
            index = leaf.next
        }
        return false
    }
}

extension Span<UInt8> {
    fileprivate var bytesAsArray: [UInt8] { indices.map { self[$0] } }
}
