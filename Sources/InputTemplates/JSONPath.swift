public import JSONText
import TextFormats

/// A path in the subset of JSONPath that EventBridge evaluates: `$`, `.name`, `[0]`, `*`.
///
/// ```swift
/// let path = try JSONPath(parsing: "$.detail.requestParameters.roleArn")
/// if case .value(let role) = path.value(in: event.root) { … }
/// ```
///
/// Names are made of ASCII letters, digits, `-`, `_` and `/`. `*` (or `[*]`) selects all members or elements; what
/// EventBridge makes of several matches is not documented, here they are a list. EventBridge itself accepts any text
/// as a path and then finds nothing, so a path outside the subset is refused here.
///
/// Source: EventBridge User Guide, "Amazon EventBridge input transformation"; API Reference, `TargetInputPath`.
public struct JSONPath: Hashable, Sendable {
    /// How many characters a path may have (API Reference, `TargetInputPath`).
    public static let charactersLimit = 256

    enum Step: Hashable, Sendable {
        case name(String)
        case index(Int)
        case wildcard
    }

    /// The path as it was written.
    public let text: String
    let steps: [Step]

    /// - Throws: ``JSONPathError`` with an offset in UTF-8 bytes from the start of `text`.
    public init(parsing text: String) throws(JSONPathError) {
        var parser = JSONPathParser(text)
        steps = try parser.parse()
        self.text = text
    }

    /// What the path selects below `root`; of several members with one name the last, as EventBridge reads events.
    public func value(in root: JSONValue) -> PathResult {
        var current = [root]
        var isList = false
        for step in steps {
            switch step {
            case .name(let name): current = current.compactMap { $0[name] }
            case .index(let index): current = current.compactMap { Self.element(index, of: $0) }
            case .wildcard:
                if !isList, current.allSatisfy({ $0.kind != .object && $0.kind != .array }) { return .missing }
                isList = true
                current = current.flatMap(Self.children)
            }
            // With a `*` the result is a list even when it is empty; without one, an empty result means that nothing
            // was found.
            if current.isEmpty, !isList { return .missing }
        }
        if isList { return .list(current) }
        return current.first.map { .value($0) } ?? .missing
    }

    /// Whether the path has a `*`, so that it selects a list.
    public var hasWildcard: Bool { steps.contains(.wildcard) }

    /// Whether whatever the path selects in an EventBridge event is an object or a list.
    ///
    /// So it is for a path with a `*`, and for the members of the envelope that are never anything else.
    public var alwaysSelectsStructure: Bool {
        if hasWildcard { return true }
        switch steps.count {
        case 0: return true
        case 1: return steps[0] == .name("detail") || steps[0] == .name("resources")
        default: return false
        }
    }

    /// The name of the envelope's member in which the path begins.
    var firstName: String? {
        guard case .name(let name) = steps.first else { return nil }
        return name
    }

    private static func element(_ index: Int, of value: JSONValue) -> JSONValue? {
        let elements = value.elements
        return elements.indices.contains(index) ? elements[index] : nil
    }

    private static func children(of value: JSONValue) -> [JSONValue] {
        guard value.kind == .object else { return value.elements }
        // Of members with one name the last counts; it takes the place of the first.
        var places: [[UInt8]: Int] = [:]
        var children: [JSONValue] = []
        for member in value.members {
            let name = member.key.utf8 ?? []
            if let place = places[name] {
                children[place] = member.value
            } else {
                places[name] = children.count
                children.append(member.value)
            }
        }
        return children
    }
}

/// One method for each rule of the grammar `path := "$" step*`, `step := "." name | ".*" | "[" index "]" | "[*]"`.
private struct JSONPathParser {
    let text: String
    let bytes: [UInt8]
    var offset = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(JSONPathError) -> [JSONPath.Step] {
        guard !bytes.isEmpty else { throw JSONPathError(.empty, at: 0) }
        guard text.unicodeScalars.count <= JSONPath.charactersLimit else {
            throw JSONPathError(.tooLong(limit: JSONPath.charactersLimit), at: bytes.count)
        }
        guard bytes[0] == UInt8(ascii: "$") else {
            throw JSONPathError(.missingRoot, at: 0, suggestion: rootedPath)
        }
        offset = 1
        var steps: [JSONPath.Step] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "."): steps.append(try named())
            case UInt8(ascii: "["): steps.append(try bracketed())
            default: throw unexpected()
            }
        }
        return steps
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The path with `$` or `$.` put before it, if that makes it one.
    private var rootedPath: String? {
        let candidate = (bytes[0] == UInt8(ascii: ".") || bytes[0] == UInt8(ascii: "[") ? "$" : "$.") + text
        return (try? JSONPath(parsing: candidate)).map(\.text)
    }

    private mutating func named() throws(JSONPathError) -> JSONPath.Step {
        offset += 1
        guard let byte = peek else { throw JSONPathError(.missingStep, at: offset) }
        if byte == UInt8(ascii: ".") { throw JSONPathError(.unsupported(.descent), at: offset - 1) }
        if byte == UInt8(ascii: "*") {
            offset += 1
            return .wildcard
        }
        let start = offset
        while let byte = peek, Self.isNameByte(byte) { offset += 1 }
        guard offset > start else { throw byte == UInt8(ascii: "[") ? missingStep() : unexpected() }
        return .name(String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    private mutating func bracketed() throws(JSONPathError) -> JSONPath.Step {
        let start = offset
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")) else {
            throw JSONPathError(.invalidIndex, at: start)
        }
        let content = bytes[(start + 1)..<end]
        offset = end + 1
        if content.elementsEqual("*".utf8) { return .wildcard }
        guard !content.isEmpty, content.allSatisfy(\.isASCIIDigit) else {
            throw Self.refusal(of: content, at: start)
        }
        guard let index = Int(String(decoding: content, as: UTF8.self)) else {
            throw JSONPathError(.indexTooLarge, at: start + 1)
        }
        return .index(index)
    }

    /// Says what a bracket holds instead of an index, as exactly as can be told.
    private static func refusal(of content: ArraySlice<UInt8>, at start: Int) -> JSONPathError {
        switch content.first {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let name = content.dropFirst().dropLast()
            let quoted = content.count > 2 && content.last == content.first && name.allSatisfy(isNameByte)
            return JSONPathError(
                .unsupported(.quotedKey), at: start,
                suggestion: quoted ? ".\(String(decoding: name, as: UTF8.self))" : nil)
        case UInt8(ascii: "?"), UInt8(ascii: "("): return JSONPathError(.unsupported(.filter), at: start)
        default: break
        }
        if content.contains(UInt8(ascii: ":")) { return JSONPathError(.unsupported(.slice), at: start) }
        if content.contains(UInt8(ascii: ",")) { return JSONPathError(.unsupported(.union), at: start) }
        if content.first == UInt8(ascii: "-") { return JSONPathError(.unsupported(.negativeIndex), at: start) }
        return JSONPathError(.invalidIndex, at: start)
    }

    private func missingStep() -> JSONPathError { JSONPathError(.missingStep, at: offset) }

    private func unexpected() -> JSONPathError {
        let scalar = String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
        return JSONPathError(.unexpectedCharacter(scalar), at: offset)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}

/// What a ``JSONPath`` selects in an event.
public enum PathResult: Sendable {
    /// Nothing: a step found no such member or element.
    case missing
    /// The one value that a path without `*` selects.
    case value(JSONValue)
    /// What a path with a `*` selects, in the order of the text; empty where the `*` stands on something empty.
    case list([JSONValue])
}
