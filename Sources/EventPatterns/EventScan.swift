import JSONText

/// One pass over an event: collects the leaves that patterns name, and the alternatives that they find in the index.
///
/// Objects that hold no indexed field are deferred; they are read only if, at the end, some alternative is still possible.
/// For a break-glass rule, `source` alone decides nearly every event, and `detail` is never read.
struct EventScan: Sendable {
    /// An object or array that is being read.
    fileprivate struct Frame {
        var node: Int32
        var isArray: Bool
        /// For an array, which one it is, and the element being read.
        var array: Int32 = 0
        var element: Int32 = -1
        var membership: Int32
        /// Which children of the node have been seen, one bit for each modulo 64: a second time means a duplicate
        /// key, or a collision that merely costs time.
        var seen: UInt64 = 0
    }

    private(set) var leaves: LeafTable
    /// Alternatives that some leaf finds in the index, each once.
    private(set) var candidates: [Int32] = []

    private let set: PatternSet
    private var map = JSONBlockMap()
    private var frames: [Frame] = []
    private var deferred: [(frame: Frame, start: Int)] = []
    private var arrays: Int32 = 0
    private var isCandidate: [Bool]
    /// Whether what is being read stands before the text of the leaves, so that their values have to be kept.
    private var isInHead = false

    init(_ set: PatternSet) {
        self.set = set
        leaves = LeafTable(fields: set.fieldCount)
        isCandidate = Array(repeating: false, count: set.alternatives.count)
    }

    /// Reads an event; false when it must be read plainly instead, because it is malformed or out of the ordinary.
    mutating func read(_ event: Span<UInt8>) -> Bool {
        removeAll()
        guard event.count < Int(Int32.max) else { return false }
        map.read(event)
        let blocks = map.blocks
        let start = event.placeAfterBlanks(from: 0)
        guard event.byte(at: start) == UInt8(ascii: "{") else { return false }
        let root = Frame(node: 0, isArray: false, membership: 0)
        guard let end = walk(root, from: start, event, blocks.span) else { return false }
        guard event.placeAfterBlanks(from: end) == event.count else { return false }
        return readDeferred(event, blocks.span)
    }

    /// Reads an event that comes in two pieces; see ``PatternMatcher/match(_:_:behind:)``.
    mutating func read(_ value: Span<UInt8>, _ outline: JSONOutline, behind head: Span<UInt8>) -> Bool {
        removeAll()
        guard outline.isWhole, let node = readHead(head) else { return false }
        guard node >= 0 else { return true }
        let blocks = outline.blocks
        let root = Frame(node: 0, isArray: false, membership: 0)
        let start = value.placeAfterBlanks(from: 0)
        if let frame = enter(node, isArray: false, root, at: start) {
            let members = outline.members
            guard read(members.span, of: frame, value, blocks.span) else { return false }
        }
        return readDeferred(value, blocks.span)
    }

    private mutating func removeAll() {
        for index in candidates { isCandidate[Int(index)] = false }
        candidates.removeAll(keepingCapacity: true)
        leaves.removeAll()
        deferred.removeAll(keepingCapacity: true)
        arrays = 0
    }

    private mutating func readDeferred(_ text: Span<UInt8>, _ blocks: Span<JSONBlock>) -> Bool {
        guard !candidates.isEmpty else { return true }
        // Reading what was put deferred may put more deferred only if candidates were empty, and they are not.
        for (frame, start) in deferred where walk(frame, from: start, text, blocks) == nil { return false }
        return true
    }

    /// Reads what stands before an event's last value; returns the node that this value belongs to, -1 for none, nil
    /// where the text cannot be read.
    private mutating func readHead(_ head: Span<UInt8>) -> Int? {
        isInHead = true
        defer { isInHead = false }
        map.read(head)
        let blocks = map.blocks
        var place = head.placeAfterBlanks(from: 0)
        guard head.byte(at: place) == UInt8(ascii: "{") else { return nil }
        var root = Frame(node: 0, isArray: false, membership: 0)
        while true {
            place = head.placeAfterBlanks(from: place &+ 1)
            guard let node = key(in: &root, at: &place, head, blocks.span) else { return nil }
            guard place < head.count else { return node }
            switch value(of: node, in: root, at: &place, head, blocks.span) {
            case .broken: return nil
            case .entered(let inner):
                guard let end = walk(inner, from: place, head, blocks.span) else { return nil }
                place = end
            case .read: break
            }
            place = head.placeAfterBlanks(from: place)
            guard head.byte(at: place) == UInt8(ascii: ",") else { return nil }
        }
    }

    /// Reads the members of an object whose outline is known.
    private mutating func read(
        _ members: Span<JSONOutline.Member>, of object: Frame, _ text: Span<UInt8>, _ blocks: Span<JSONBlock>
    ) -> Bool {
        var object = object
        for index in members.indices {
            let member = members[index]
            guard let node = node(of: member.key, hasEscapes: member.keyHasEscapes, in: &object, text) else {
                return false
            }
            guard node >= 0 else { continue }
            var place = member.value.lowerBound
            switch value(of: node, in: object, at: &place, text, blocks) {
            case .broken: return false
            case .entered(let inner): guard walk(inner, from: place, text, blocks) != nil else { return false }
            case .read: break
            }
        }
        return true
    }

    /// Reads the object or array that begins at `start`; returns the place behind it, nil where it cannot be read.
    private mutating func walk(
        _ outermost: Frame, from start: Int, _ event: Span<UInt8>, _ blocks: Span<JSONBlock>
    ) -> Int? {
        frames.removeAll(keepingCapacity: true)
        var frame = outermost
        var place = event.placeAfterBlanks(from: start &+ 1)
        var isFirst = true
        while true {
            if !isFirst || event.byte(at: place) != frame.closer {
                switch member(in: &frame, at: &place, event, blocks) {
                case .broken: return nil
                case .entered(let inner):
                    guard frames.count < JSONScanner.depthLimit else { return nil }
                    frames.append(frame)
                    frame = inner
                    place = event.placeAfterBlanks(from: place &+ 1)
                    isFirst = true
                    continue
                case .read: break
                }
                place = event.placeAfterBlanks(from: place)
                if event.byte(at: place) == UInt8(ascii: ",") {
                    place = event.placeAfterBlanks(from: place &+ 1)
                    isFirst = false
                    continue
                }
                guard event.byte(at: place) == frame.closer else { return nil }
            }
            // The object or array closes here, and perhaps those around it.
            repeat {
                place &+= 1
                guard let outer = frames.popLast() else { return place }
                frame = outer
                place = event.placeAfterBlanks(from: place)
            } while event.byte(at: place) == frame.closer
            guard event.byte(at: place) == UInt8(ascii: ",") else { return nil }
            place = event.placeAfterBlanks(from: place &+ 1)
            isFirst = false
        }
    }

    private enum Reading {
        /// `place` is behind the value.
        case read
        /// `place` is at the bracket that opens it.
        case entered(Frame)
        case broken
    }

    /// Reads a member of an object or an element of an array, as far as it is wanted.
    @inline(__always)
    private mutating func member(
        in frame: inout Frame, at place: inout Int, _ event: Span<UInt8>, _ blocks: Span<JSONBlock>
    ) -> Reading {
        var node = Int(frame.node)
        if frame.isArray {
            frame.element &+= 1
        } else {
            guard let found = key(in: &frame, at: &place, event, blocks) else { return .broken }
            node = found
        }
        return value(of: node, in: frame, at: &place, event, blocks)
    }

    /// Reads a value, as far as it is wanted.
    ///
    /// - Parameter node: the node it belongs to, -1 for none.
    @inline(__always)
    private mutating func value(
        of node: Int, in frame: Frame, at place: inout Int, _ event: Span<UInt8>, _ blocks: Span<JSONBlock>
    ) -> Reading {
        // The plain reading refuses it then, and says why.
        if node >= 0, leaves.isFull { return .broken }
        switch event.byte(at: place) {
        case UInt8(ascii: "\""):
            guard let end = blocks.quote(from: place &+ 1) else { return .broken }
            if node >= 0 { addString(place &+ 1..<end, to: node, frame, event, blocks) }
            place = end &+ 1
            return .read
        case UInt8(ascii: "{"):
            if node >= 0, let inner = enter(node, isArray: false, frame, at: place) { return .entered(inner) }
        case UInt8(ascii: "["):
            if node >= 0, let inner = enter(node, isArray: true, frame, at: place) { return .entered(inner) }
        default:
            let end = event.endOfWord(from: place)
            guard end > place else { return .broken }
            if node >= 0 {
                guard addWord(place..<end, to: node, frame, event) else { return .broken }
            }
            place = end
            return .read
        }
        guard let end = blocks.closingBracket(of: place) else { return .broken }
        place = end &+ 1
        return .read
    }

    /// Reads a key and its colon; `place` is then at the value. Returns the node it leads to, -1 for none, nil where it
    /// cannot be read or has been seen before.
    @inline(__always)
    private mutating func key(
        in frame: inout Frame, at place: inout Int, _ event: Span<UInt8>, _ blocks: Span<JSONBlock>
    ) -> Int? {
        guard event.byte(at: place) == UInt8(ascii: "\""), let end = blocks.quote(from: place &+ 1) else { return nil }
        let range = place &+ 1..<end
        place = event.placeAfterBlanks(from: end &+ 1)
        guard event.byte(at: place) == UInt8(ascii: ":") else { return nil }
        place = event.placeAfterBlanks(from: place &+ 1)
        return node(of: range, hasEscapes: blocks.hasBackslash(in: range), in: &frame, event)
    }

    /// The node that a key of an object leads to, -1 for none; nil when it has been seen before or has dots.
    @inline(__always)
    private func node(
        of range: Range<Int>, hasEscapes: Bool, in frame: inout Frame, _ event: Span<UInt8>
    ) -> Int? {
        let node = Int(frame.node)
        let step: PathTree.Step
        if hasEscapes {
            step = set.tree.step(from: node, key: JSONString.value(of: event.extracting(range)).span)
        } else {
            step = set.tree.step(from: node, key: event.extracting(range))
        }
        switch step {
        case .nowhere: return -1
        case .dotted: return nil
        case .child(let ordinal, let child):
            let bit = UInt64(1) << UInt64(ordinal & 63)
            guard frame.seen & bit == 0 else { return nil }
            frame.seen |= bit
            return child
        }
    }

    /// The frame for reading an object or array; nil when nothing inside is wanted, or not yet.
    private mutating func enter(_ index: Int, isArray: Bool, _ frame: Frame, at place: Int) -> Frame? {
        let node = set.tree.nodes[index]
        guard node.hasChildren || (isArray && node.field >= 0) else { return nil }
        var membership = frame.membership
        if frame.isArray { membership = leaves.enter(array: frame.array, element: frame.element, in: membership) }
        var inner = Frame(node: Int32(truncatingIfNeeded: index), isArray: isArray, membership: membership)
        if isArray {
            inner.array = arrays
            arrays &+= 1
        }
        if !node.holdsIndexedField, !isInHead, candidates.isEmpty, set.unindexed.isEmpty {
            deferred.append((inner, place))
            return nil
        }
        return inner
    }

    @inline(__always)
    private mutating func addString(
        _ range: Range<Int>, to node: Int, _ frame: Frame, _ event: Span<UInt8>, _ blocks: Span<JSONBlock>
    ) {
        let field = Int(set.tree.nodes[node].field)
        guard field >= 0 else { return }
        let isUnescaped = isInHead || blocks.hasBackslash(in: range)
        let value = isUnescaped ? leaves.unescape(event.extracting(range)) : range
        leaves.add(.string, value, isUnescaped: isUnescaped, field: field, membership: frame.membership)
        guard set.candidateIndex.isUsed(field) else { return }
        if isUnescaped {
            let unescaped = leaves.unescaped
            addCandidates(field, .string, unescaped.span.extracting(value))
        } else {
            addCandidates(field, .string, event.extracting(value))
        }
    }

    /// Adds a number, `true`, `false` or `null`; false when it is none of these.
    private mutating func addWord(_ range: Range<Int>, to node: Int, _ frame: Frame, _ event: Span<UInt8>) -> Bool {
        let field = Int(set.tree.nodes[node].field)
        guard field >= 0 else { return true }
        let text = event.extracting(range)
        guard let kind = text.wordKind else { return false }
        var decimal: DecimalNumber?
        if kind == .number, set.tests.wantsDecimal[field] {
            guard let value = DecimalNumber(parsing: text) else { return false }
            decimal = value
        }
        // A word has no escapes to undo; that merely keeps it.
        let value = isInHead ? leaves.unescape(text) : range
        leaves.add(kind, value, isUnescaped: isInHead, field: field, membership: frame.membership, decimal: decimal)
        if set.candidateIndex.isUsed(field) { addCandidates(field, kind, text) }
        return true
    }

    @inline(__always)
    private mutating func addCandidates(_ field: Int, _ kind: LeafKind, _ value: Span<UInt8>) {
        set.candidateIndex.forEachAlternative(field, kind, value) { alternative in
            guard !isCandidate[Int(alternative)] else { return }
            isCandidate[Int(alternative)] = true
            candidates.append(alternative)
        }
    }
}

extension EventScan.Frame {
    @inline(__always)
    fileprivate var closer: UInt8 { isArray ? UInt8(ascii: "]") : UInt8(ascii: "}") }
}

extension Span<UInt8> {
    /// What a word of JSON is, going by its first byte, and for the three words by all of them.
    fileprivate var wordKind: LeafKind? {
        switch byte(at: 0) {
        case UInt8(ascii: "t"): spells("true") ? .true : nil
        case UInt8(ascii: "f"): spells("false") ? .false : nil
        case UInt8(ascii: "n"): spells("null") ? .null : nil
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: nil
        }
    }

    private func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return unsafe hasEqualBytes(to: Span(_unsafeStart: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}
