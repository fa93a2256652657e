/// Writes JSON text from left to right. It puts commas, colons and quotes, and escapes strings; nothing else is kept of
/// what was written, so that memory holds the text alone.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///     json.member("name", rule.name)
///     json.member("help", problem.help)  // A nil value leaves the member out.
///     json.key("first")
///     json.null()
///     json.array("targets", of: rule.targets) { json, target in json.string(target.id) }
/// }
/// print(json.text)  // {"name":"break-glass-used","first":null,"targets":["slack"]}
/// ```
///
/// The caller keeps the grammar: inside an object each value follows a key. What is written is deterministic: members
/// stand in the order of the calls. Long output is streamed by taking ``takeBytes()`` between two elements.
public struct JSONWriter: Sendable {
    /// What stands behind commas and colons.
    public enum Spacing: Sendable {
        /// `{"a":1,"b":2}`
        case none
        /// `{"a": 1, "b": 2}`
        case blanks
        /// As ``blanks``, and each member of an object on a line of its own, indented by two blanks for each object that
        /// it is in. The elements of an array stay on one line.
        case lines
    }

    /// What was written since the last ``takeBytes()``, as UTF-8.
    public private(set) var bytes: [UInt8] = []
    private let spacing: Spacing
    /// How many objects have begun and not ended.
    private var openObjects = 0
    /// Whether a comma comes before the next key or element.
    private var needsComma = false
    private var beginsLine = false

    /// - Parameter spacing: What stands behind commas and colons.
    public init(spacing: Spacing = .none) { self.spacing = spacing }

    /// ``bytes`` as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Hands out what was written so far and forgets it; writing goes on behind it.
    public mutating func takeBytes() -> [UInt8] {
        defer { bytes.removeAll() }
        return bytes
    }

    /// Lets the next key or element begin on a line of its own.
    public mutating func lineBreak() { beginsLine = true }
}

// MARK: - Values

extension JSONWriter {
    /// Writes an object, whose members the closure writes.
    public mutating func object<Failure: Error>(
        _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginObject()
        try members(&self)
        endObject()
    }

    /// Writes an array, whose elements the closure writes.
    public mutating func array<Failure: Error>(
        _ elements: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginArray()
        try elements(&self)
        endArray()
    }

    /// Writes a string: quoted and escaped.
    public mutating func string(_ value: some StringProtocol) { string(utf8: value.utf8) }

    /// Writes a string, given its value as UTF-8.
    public mutating func string(utf8 value: some Sequence<UInt8>) {
        separate()
        JSONString.appendQuoted(value, to: &bytes)
        needsComma = true
    }

    /// Writes a number.
    public mutating func number(_ value: some BinaryInteger) { json(String(value).utf8) }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { json((value ? "true" : "false").utf8) }

    /// Writes `null`.
    public mutating func null() { json("null".utf8) }

    /// Writes a value that is JSON text already. The caller answers for it being valid.
    public mutating func json(_ text: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: text)
        needsComma = true
    }
}

// MARK: - Members

extension JSONWriter {
    /// Writes a member's name; its value is written next.
    public mutating func key(_ name: some StringProtocol) { key(utf8: name.utf8) }

    /// Writes a member's name, given as UTF-8; its value is written next.
    public mutating func key(utf8 name: some Sequence<UInt8>) {
        if spacing == .lines {
            if needsComma { bytes.append(UInt8(ascii: ",")) }
            indentLine()
        } else {
            separate()
        }
        JSONString.appendQuoted(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if spacing != .none { bytes.append(UInt8(ascii: " ")) }
        needsComma = false
    }

    /// Writes a member that is a string, or nothing for nil.
    public mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// Writes a member that is a number, or nothing for nil.
    public mutating func member<Number: BinaryInteger>(_ name: String, _ value: Number?) {
        guard let value else { return }
        key(name)
        number(value)
    }

    /// Writes a member that is `true` or `false`.
    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// Writes a member that is an object.
    public mutating func object<Failure: Error>(
        _ name: String, _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try object(members)
    }

    /// Writes a member that is an array with an element for each of `values`, which the closure writes.
    public mutating func array<Value>(
        _ name: String, of values: some Sequence<Value>, _ write: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        array { json in for value in values { write(&json, value) } }
    }
}

// MARK: - What is written across several calls

extension JSONWriter {
    /// Begins an object that ``endObject()`` ends.
    public mutating func beginObject() {
        begin(UInt8(ascii: "{"))
        openObjects += 1
    }

    /// Ends the innermost object.
    public mutating func endObject() {
        openObjects = max(0, openObjects - 1)
        // Without a comma to come there was no member.
        if spacing == .lines, needsComma { indentLine() }
        end(UInt8(ascii: "}"))
    }

    /// Begins an array that ``endArray()`` ends.
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Ends the innermost array.
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
        beginsLine = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if beginsLine {
            bytes.append(UInt8(ascii: "\n"))
            beginsLine = false
        } else if needsComma, spacing != .none {
            bytes.append(UInt8(ascii: " "))
        }
    }

    private mutating func indentLine() {
        beginsLine = false
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * openObjects))
    }
}
