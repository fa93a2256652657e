/// One value of a ``JSONDocument``; cheap to copy, and keeps its document alive.
public struct JSONValue: Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        case object, array, string, number, `true`, `false`, null
        /// A member's name; only ``JSONValue/Member`` holds one.
        case key
    }

    let storage: JSONDocument.Storage
    let index: Int

    private var node: JSONDocument.Node { storage.nodes[index] }

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

    /// A string's value; lone surrogates become U+FFFD. Nil for other kinds.
    ///
    /// Swift compares strings by canonical equivalence, EventBridge byte by byte: compare ``utf8`` where that matters.
    public var string: String? {
        utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number's text; nil for other kinds.
    public var number: String? {
        kind == .number ? String(decoding: text, as: UTF8.self) : nil
    }

    /// A number's value if it is a whole number that an `Int` holds.
    public var int: Int? { number.flatMap { Int($0) } }

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
        public let value: JSONValue

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
    public subscript(name: String) -> JSONValue? {
        guard kind == .object else { return nil }
        var found: JSONValue?
        var index = index + 1
        let end = Int(node.next)
        while index < end {
            let value = index + 1
            if isKey(storage.nodes[index], name) { found = JSONValue(storage: storage, index: value) }
            index = Int(storage.nodes[value].next)
        }
        return found
    }

    private func isKey(_ key: JSONDocument.Node, _ name: String) -> Bool {
        let text = storage.text
        let content = Int(key.start)..<Int(key.end)
        guard key.hasEscapes else { return text[content].elementsEqual(name.utf8) }
        return JSONString.value(of: text.span.extracting(content)).elementsEqual(name.utf8)
    }

    /// Appends the value without white space between tokens; tokens keep their text, members their order.
    public func appendCompact(to output: inout [UInt8]) {
        let source = text
        var inString = false
        var escaped = false
        for byte in source {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                inString = true
            } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                continue
            }
            output.append(byte)
        }
    }

    /// The value without white space between tokens.
    public var compact: String {
        var output: [UInt8] = []
        appendCompact(to: &output)
        return String(decoding: output, as: UTF8.self)
    }
}
