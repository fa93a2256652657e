/// The paths that some pattern asks for, as a tree that is walked along with an event.
///
/// A path is its keys joined by dots, and a dotted key is the same path as nested ones, so the tree is built of the
/// pieces between dots. For `source` and `detail.eventName`:
///
///     0 ─ source ─► 1 (field 0)
///       └ detail ─► 2 ─ eventName ─► 3 (field 1)
struct PathTree: Sendable {
    struct Node: Sendable {
        /// The field that a value here belongs to; -1 when no pattern asks for it.
        var field: Int32 = -1
        /// The children, as a range of ``PathTree/children``.
        var firstChild: Int32 = 0
        var endChild: Int32 = 0
        /// Which first bytes the children's keys have, one bit for each byte modulo 64.
        var firstBytes: UInt64 = 0
        /// Whether a field that ``CandidateIndex`` uses lies here or below.
        var holdsIndexedField = false

        var hasChildren: Bool { endChild > firstChild }
    }

    struct Child: Sendable {
        /// Where the key stands in ``PathTree/keys``.
        var start: Int32
        var count: Int32
        var node: Int32
    }

    /// What a key of an event leads to.
    enum Step {
        case nowhere
        /// A node, and which of its parent's children it is.
        case child(ordinal: Int, node: Int)
        /// The key has dots, and its first piece leads somewhere: too rare to be worth speed.
        case dotted
    }

    private(set) var nodes: [Node]
    private(set) var children: [Child] = []
    /// The children's keys, one after the other.
    private(set) var keys: [UInt8] = []
    /// For each node and each ``keyHash(of:)``, the ordinal of the child whose key has that hash, or one of the two
    /// constants below.
    private var slots: [UInt8] = []

    private static let keyHashCount = 64
    private static let noChild: UInt8 = 0xFF
    private static let severalChildren: UInt8 = 0xFE

    /// - Parameter paths: each field's path, in the order of the fields' numbers.
    init(paths: [[UInt8]]) {
        final class Draft {
            var field: Int32 = -1
            var children: [[UInt8]: Draft] = [:]
        }
        let root = Draft()
        for (field, path) in paths.enumerated() {
            var draft = root
            for piece in path.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
                let key = Array(piece)
                let next = draft.children[key] ?? Draft()
                draft.children[key] = next
                draft = next
            }
            draft.field = Int32(field)
        }
        nodes = [Node()]
        // Level by level, so that the children of a node stand side by side.
        var queue: [(draft: Draft, node: Int)] = [(root, 0)]
        var next = 0
        while next < queue.count {
            let (draft, index) = queue[next]
            next += 1
            nodes[index].field = draft.field
            nodes[index].firstChild = Int32(children.count)
            for (key, child) in draft.children.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                nodes[index].firstBytes |= Self.firstByteBit(key.first ?? UInt8(ascii: "."))
                children.append(
                    Child(start: Int32(keys.count), count: Int32(key.count), node: Int32(nodes.count)))
                keys += key
                queue.append((child, nodes.count))
                nodes.append(Node())
            }
            nodes[index].endChild = Int32(children.count)
        }
        slots = Array(repeating: Self.noChild, count: nodes.count * Self.keyHashCount)
        for (index, node) in nodes.enumerated() {
            for (ordinal, child) in children[Int(node.firstChild)..<Int(node.endChild)].enumerated() {
                let key = Array(keys[Int(child.start)..<Int(child.start + child.count)])
                let slot = index * Self.keyHashCount + Self.keyHash(of: key.span)
                let isFree = slots[slot] == Self.noChild && ordinal < Int(Self.severalChildren)
                slots[slot] = isFree ? UInt8(ordinal) : Self.severalChildren
            }
        }
    }

    /// Whether some path begins with a key that has no dots.
    func holds(rootKey key: [UInt8]) -> Bool {
        (Int(nodes[0].firstChild)..<Int(nodes[0].endChild)).contains { index in
            let child = children[index]
            return keys[Int(child.start)..<Int(child.start + child.count)].elementsEqual(key)
        }
    }

    /// Marks the fields that ``CandidateIndex`` uses, and every node above them.
    mutating func mark(indexedFields: Set<Int>) {
        // A node stands before its descendants, so going backwards sees children first.
        for index in nodes.indices.reversed() {
            let below = (Int(nodes[index].firstChild)..<Int(nodes[index].endChild)).contains {
                nodes[Int(children[$0].node)].holdsIndexedField
            }
            nodes[index].holdsIndexedField = below || indexedFields.contains(Int(nodes[index].field))
        }
    }

    /// A hash below ``keyHashCount`` made from the length and the two outermost bytes; few keys of a node share one.
    @inline(__always)
    private static func keyHash(of key: Span<UInt8>) -> Int {
        guard !key.isEmpty else { return 0 }
        return (key.count &+ Int(key[0]) &* 5 &+ Int(key[key.count &- 1]) &* 11) & (keyHashCount &- 1)
    }

    @inline(__always)
    private static func firstByteBit(_ byte: UInt8) -> UInt64 { 1 << UInt64(byte & 63) }

    /// Where a key leads from a node; most keys lead nowhere, which is found out without comparing any.
    @inline(__always)
    func step(from index: Int, key: Span<UInt8>) -> Step {
        let ordinal = slots[index &* Self.keyHashCount &+ Self.keyHash(of: key)]
        if ordinal != Self.noChild {
            let step = ordinal == Self.severalChildren ? search(index, key) : compare(index, Int(ordinal), key)
            if case .child = step { return step }
        }
        let firstByte = key.isEmpty ? UInt8(ascii: ".") : key[0]
        guard nodes[index].firstBytes & Self.firstByteBit(firstByte) != 0, key.holdsDot else { return .nowhere }
        return leads(nodes[index], key) ? .dotted : .nowhere
    }

    @inline(__always)
    private func compare(_ index: Int, _ ordinal: Int, _ key: Span<UInt8>) -> Step {
        let child = children[Int(nodes[index].firstChild) &+ ordinal]
        guard Int(child.count) == key.count,
            keys.span.extracting(Int(child.start)..<Int(child.start) &+ key.count).hasEqualBytes(to: key)
        else { return .nowhere }
        return .child(ordinal: ordinal, node: Int(child.node))
    }

    private func search(_ index: Int, _ key: Span<UInt8>) -> Step {
        for ordinal in 0..<Int(nodes[index].endChild &- nodes[index].firstChild) {
            let step = compare(index, ordinal, key)
            if case .child = step { return step }
        }
        return .nowhere
    }

    /// Whether the piece of a key before some dot is a child's key.
    private func leads(_ node: Node, _ key: Span<UInt8>) -> Bool {
        for index in Int(node.firstChild)..<Int(node.endChild) {
            let child = children[index]
            let count = Int(child.count)
            guard count < key.count, key[count] == UInt8(ascii: ".") else { continue }
            if keys.span.extracting(Int(child.start)..<Int(child.start) &+ count).hasEqualBytes(
                to: key.extracting(0..<count))
            {
                return true
            }
        }
        return false
    }
}

extension Span<UInt8> {
    /// Whether a dot stands in it; eight bytes at a time, since it is asked of nearly every key.
    @inline(__always)
    fileprivate var holdsDot: Bool {
        var index = 0
        while index &+ 8 <= count {
            // Bytes that are dots become zero; the classic test for a zero byte in a word then finds one.
            let word = word(at: index) ^ 0x2E2E_2E2E_2E2E_2E2E
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
            index &+= 8
        }
        while index < count {
            if self[index] == UInt8(ascii: ".") { return true }
            index &+= 1
        }
        return false
    }
}
