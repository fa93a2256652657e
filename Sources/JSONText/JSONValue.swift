/// One value of a ``JSONDocument``; cheap to copy, and keeps its document alive.
public struct JSONValue: Sendable {
    /// What a value is.
    public enum Kind: UInt8, Hashable, Sendable {
        case object, array, string, number, `true`, `false`, null
        /// A member's name; only ``JSONValue/Member`` holds one.
        case key
    }

    let storage: JSONDocument.Storage
    let index: Int

    private var node: JSONDocument.Node { storage.nodes[index] }

    /// What the value is.
    public var kind: Kind { node.kind }

    /// The bytes of the value in the document's text, quotes and brackets included.
    public var range: Range<Int> {
        switch kind {
        case .string, .key: Int(node.start) - 1..<Int(node.end) + 1
        default: Int(node.start)..<Int(node.end)
        }
    }

    /// The text of the value as it stands in the document.
    public var text: ArraySlice<UInt8> { storage.text[range] }

    /// A string's value as bytes, escapes undone; nil for other kinds. See ``JSONString/appendValue(of:to:)``.
    public var utf8: [UInt8]? {
        guard kind == .string || kind == .key else { return nil }
        let content = Int(node.start)..<Int(node.end)
        guard node.hasEscapes else { return Array(storage.text[content]) }
        let text = storage.text
        return JSONString.value(of: text.span.extracting(content))
    }

    /// Calls a closure with a string's value as bytes; returns nil for other kinds. Only a string with escapes is copied.
    public func withUTF8<Result>(_ body: (Span<UInt8>) -> Result) -> Result? {
        let node = node
        guard node.kind == .string || node.kind == .key else { return nil }
        let text = storage.text
        let content = text.span.extracting(Int(node.start)..<Int(node.end))
        guard node.hasEscapes else { return body(content) }
        let value = JSONString.value(of: content)
        return body(value.span)
    }

    /// A string's value; lone surrogates become U+FFFD. Nil for other kinds.
    ///
    /// Swift compares strings by canonical equivalence, EventBridge byte by byte: compare ``utf8`` where that matters.
    public var string: String? {
        let node = node
        guard node.kind == .string || node.kind == .key else { return nil }
        guard node.hasEscapes else {
            return String(decoding: storage.text[Int(node.start)..<Int(node.end)], as: UTF8.self)
        }
        return utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number's text; nil for other kinds.
    public var number: String? {
        kind == .number ? String(decoding: text, as: UTF8.self) : nil
    }

    /// A number's value if it is a whole number that an `Int` holds.
    public var int: Int? { number.flatMap { Int($0) } }

    /// What `true` and `false` stand for; nil for other kinds.
    public var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A member of an object, key and value.
    public struct Member: Sendable {
        /// Of kind ``JSONValue/Kind/key``.
        public let key: JSONValue
        /// The member's value.
        public let value: JSONValue

        /// The key's value, escapes undone.
        public var name: String { key.string ?? "" }
    }

    /// An object's members in the order of the text, duplicates included; empty for other kinds.
    public var members: [Member] {
        guard kind == .object else { return [] }
        var members: [Member] = []
        var index = index + 1
        let end = Int(node.next)
        while index < end {
            let value = index + 1
            members.append(
                Member(key: JSONValue(storage: storage, index: index), value: JSONValue(storage: storage, index: value))
            )
            index = Int(storage.nodes[value].next)
        }
        return members
    }

    /// An array's elements; empty for other kinds.
    public var elements: [JSONValue] {
        guard kind == .array else { return [] }
        var elements: [JSONValue] = []
        var index = index + 1
        let end = Int(node.next)
        while index < end {
            elements.append(JSONValue(storage: storage, index: index))
            index = Int(storage.nodes[index].next)
        }
        return elements
    }

    /// The value of an object's member; of several with the same name the last, as EventBridge reads events.
    ///
    /// Looks at every key of the object, at most of them only for the length.
    public subscript(name: String) -> JSONValue? {
        let (nodes, text) = (storage.nodes, storage.text)
        guard nodes[index].kind == .object else { return nil }
        let wanted = name.utf8.span
        let (allNodes, allText) = (nodes.span, text.span)
        var found: Int?
        var key = index + 1
        let end = Int(allNodes[index].next)
        while key < end {
            if allText.spells(wanted, allNodes[key]) { found = key + 1 }
            key = Int(allNodes[key + 1].next)
        }
        return found.map { JSONValue(storage: storage, index: $0) }
    }

    /// Appends the value without white space between tokens; tokens keep their text, members their order.
    public func appendCompact(to output: inout [UInt8]) {
        let text = storage.text
        let range = range
        output.reserveCapacity(output.count + range.count)
        // All between white space outside of strings goes over in one piece.
        var pieceStart = range.lowerBound
        var offset = range.lowerBound
        let bytes = text.span
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset = bytes.endOfString(from: offset + 1)
                continue
            }
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                output.append(contentsOf: text[pieceStart..<offset])
                pieceStart = offset + 1
            }
            offset += 1
        }
        output.append(contentsOf: text[pieceStart..<range.upperBound])
    }

    /// The value without white space between tokens.
    public var compact: String {
        var output: [UInt8] = []
        appendCompact(to: &output)
        return String(decoding: output, as: UTF8.self)
    }
}

extension Span<UInt8> {
    /// Whether a key of this text has the name.
    fileprivate func spells(_ name: Span<UInt8>, _ key: JSONDocument.Node) -> Bool {
        let (start, end) = (Int(key.start), Int(key.end))
        if key.hasEscapes {
            let value = JSONString.value(of: extracting(start..<end))
            return value.span.hasBytes(of: name, at: 0) && value.count == name.count
        }
        return end - start == name.count && hasBytes(of: name, at: start)
    }

    /// Whether these bytes stand at a place; false where they do not fit.
    private func hasBytes(of other: Span<UInt8>, at start: Int) -> Bool {
        guard start + other.count <= count else { return false }
        for index in other.indices where self[start + index] != other[index] { return false }
        return true
    }

    /// The place behind the quotation mark that ends a valid string, of which the content begins at `start`.
    fileprivate func endOfString(from start: Int) -> Int {
        var index = start
        while index < count {
            switch self[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return count
    }
}
