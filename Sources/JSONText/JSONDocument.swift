/// A complete JSON text and an index of where its values lie.
///
/// Built in one strict pass, without recursion. Values keep their text: a number is never rounded, a key keeps its
/// place. Meant for events, patterns and templates, not for log files.
///
/// ```swift
/// let event = try JSONDocument(parsing: Array(text.utf8))
/// event.root["detail"]?["eventName"]?.string
/// ```
public struct JSONDocument: Sendable {
    /// How many bytes a text may have, so that an offset fits in 32 bits.
    public static let textBytesLimit = 1 << 30

    /// One entry for each value and each key, in the order of the text. For `{"a":[1]}`:
    ///
    ///     0 object 0..<9 next 4
    ///     1 key    2..<3 next 2
    ///     2 array  5..<8 next 4
    ///     3 number 6..<7 next 4
    struct Node {
        var kind: JSONValue.Kind
        var hasEscapes = false
        var start: UInt32
        var end: UInt32
        /// The node after this one and all inside it.
        var next: UInt32
    }

    /// Holds the text once, however many values point into it.
    final class Storage: Sendable {
        let text: [UInt8]
        let nodes: [Node]

        init(text: [UInt8], nodes: [Node]) {
            self.text = text
            self.nodes = nodes
        }
    }

    let storage: Storage

    /// The text that was parsed.
    public var text: [UInt8] { storage.text }
    /// The value that the text is.
    public var root: JSONValue { JSONValue(storage: storage, index: 0) }

    /// How many bytes the text and its index take.
    public var memoryBytes: Int { storage.text.count + storage.nodes.count * MemoryLayout<Node>.stride }

    /// - Parameter valuesLimit: how many keys and values the text may have. Each takes 16 bytes, and a value needs only
    ///   two bytes of text: for text from others that may be long.
    /// - Throws: ``JSONError`` at the first byte that cannot belong to a JSON text, or to one within the limit.
    public init(parsing text: [UInt8], valuesLimit: Int = .max) throws(JSONError) {
        guard text.count <= Self.textBytesLimit else {
            throw JSONError(.textTooLong(limit: Self.textBytesLimit), at: Self.textBytesLimit)
        }
        var nodes: [Node] = []
        nodes.reserveCapacity(min(text.count / 12, valuesLimit) + 1)
        var open: [Int] = []
        open.reserveCapacity(16)
        var scanner = JSONScanner()
        let span = text.span
        while let token = try scanner.next(in: span) {
            Self.add(token, to: &nodes, open: &open)
            guard nodes.count <= valuesLimit else {
                throw JSONError(.tooManyValues(limit: valuesLimit), at: token.range.lowerBound)
            }
        }
        if let number = try scanner.finish() { Self.add(number, to: &nodes, open: &open) }
        storage = Storage(text: text, nodes: nodes)
    }

    /// - Throws: ``JSONError`` at the first byte that cannot belong to a JSON text.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    private static func add(_ token: JSONToken, to nodes: inout [Node], open: inout [Int]) {
        func append(_ kind: JSONValue.Kind) {
            nodes.append(
                Node(
                    kind: kind, hasEscapes: token.hasEscapes, start: UInt32(token.range.lowerBound),
                    end: UInt32(token.range.upperBound), next: UInt32(nodes.count + 1)))
        }
        switch token.kind {
        case .beginObject, .beginArray:
            open.append(nodes.count)
            append(token.kind == .beginObject ? .object : .array)
        case .endObject, .endArray:
            guard let index = open.popLast() else { return }
            nodes[index].end = UInt32(token.range.upperBound)
            nodes[index].next = UInt32(nodes.count)
        case .key: append(.key)
        case .string: append(.string)
        case .number: append(.number)
        case .true: append(.true)
        case .false: append(.false)
        case .null: append(.null)
        }
    }
}
