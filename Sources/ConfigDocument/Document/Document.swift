package import Diagnostics
import JSONText
import TextFormats

/// The text of a rules file as a tree of values, read from YAML or JSON.
///
/// A text that begins with `{` is read as JSON, any other as YAML. Of YAML, relay takes one document of version 1.2's
/// core schema; anchors and aliases may be used, merge keys (`<<`) and tags other than `!!str` may not. The root is a
/// mapping.
package struct Document: Sendable {
    /// How long a rules file may be: far more than EventBridge's 300 rules at their longest come to.
    package static let textBytesLimit = 4 << 20
    /// How deep values may nest. A pattern's fields rarely pass 10; what walks the tree does so by recursion.
    package static let depthLimit = 200
    /// How many values a file may have once every alias is replaced by what it stands for.
    package static let valuesLimit = 200_000

    /// The text that was read, to which all ranges of the nodes refer.
    package let source: SourceText
    /// The root of the tree; its kind is checked by ``SchemaCheck``.
    package let root: DocumentNode
    /// Whether the text was read as JSON.
    package let isJSON: Bool

    /// Reads a text; every problem that is found on the way is reported.
    ///
    /// - Parameter problems: Receives what is wrong with the text; without an error among them there is a document.
    package static func read(_ source: SourceText, problems: inout [Problem]) -> Document? {
        guard source.bytes.count <= textBytesLimit else {
            problems.append(
                Problem(.fileTooLarge, "a rules file may have at most \(textBytesLimit) bytes", in: source, at: 0..<0))
            return nil
        }
        if let invalid = firstInvalidUTF8(in: source.bytes) {
            problems.append(Problem(.syntax, "the text is not UTF-8 here", in: source, at: invalid..<invalid + 1))
            return nil
        }
        let root: DocumentNode?
        let isJSON = source.bytes.first(where: { !$0.isASCIIBlank }) == UInt8(ascii: "{")
        if isJSON {
            var reader = JSONReader(source: source)
            root = reader.read()
            problems += reader.problems
        } else {
            var reader = YAMLReader(source: source)
            root = reader.read()
            problems += reader.problems
        }
        return root.map { Document(source: source, root: $0, isJSON: isJSON) }
    }

    private static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}

extension Document {
    /// A value as JSON text, with the place of each byte. Numbers keep their digits and keys their order; a value of a
    /// JSON file keeps its bytes.
    ///
    /// - Parameter problems: Receives the values that have no one meaning in JSON, such as an unquoted `no`.
    package func json(of node: DocumentNode, problems: inout [Problem]) -> MappedText {
        var text = MappedText()
        if isJSON {
            appendCompact(node.range, to: &text)
        } else {
            append(node, to: &text, problems: &problems)
        }
        return text
    }

    /// Appends JSON that stands in the file, without the white space between its tokens.
    private func appendCompact(_ range: Range<Int>, to text: inout MappedText) {
        var isInString = false
        var isEscaped = false
        for place in range {
            let byte = source.bytes[place]
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                continue
            }
            text.append(byte, from: place)
        }
    }

    /// The value of a string with its places.
    package func string(of scalar: DocumentScalar, at range: Range<Int>) -> MappedText {
        ScalarPlaces.map(scalar, at: range, in: source.bytes)
    }

    private func append(_ node: DocumentNode, to text: inout MappedText, problems: inout [Problem]) {
        let start = node.range.lowerBound
        switch node.content {
        case .mapping(let entries):
            text.append(UInt8(ascii: "{"), from: start)
            for (index, entry) in entries.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ","), from: entry.keyRange.lowerBound) }
                appendKey(entry, to: &text)
                text.append(UInt8(ascii: ":"), from: entry.value.range.lowerBound)
                append(entry.value, to: &text, problems: &problems)
            }
            text.append(UInt8(ascii: "}"), from: start)
        case .sequence(let elements):
            text.append(UInt8(ascii: "["), from: start)
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ","), from: element.range.lowerBound) }
                append(element, to: &text, problems: &problems)
            }
            text.append(UInt8(ascii: "]"), from: start)
        case .scalar(let scalar):
            append(scalar, at: node.range, to: &text, problems: &problems)
        }
    }

    private func append(
        _ scalar: DocumentScalar, at range: Range<Int>, to text: inout MappedText, problems: inout [Problem]
    ) {
        switch scalar.kind {
        case .bool(let value): text.append((value ? "true" : "false").utf8, from: range.lowerBound)
        case .null: text.append("null".utf8, from: range.lowerBound)
        case .number:
            for (index, byte) in scalar.text.utf8.enumerated() { text.append(byte, from: range.lowerBound + index) }
        case .string:
            text.append(UInt8(ascii: "\""), from: range.lowerBound)
            string(of: scalar, at: range).appendEscaped(to: &text)
            text.append(UInt8(ascii: "\""), from: max(range.lowerBound, range.upperBound - 1))
        case .ambiguous(let ambiguity):
            problems.append(ambiguity.problem(scalar, in: source, at: range))
            text.append(JSONString.quoted(scalar.text).utf8, from: range.lowerBound)
        }
    }

    private func appendKey(_ entry: DocumentEntry, to text: inout MappedText) {
        let range = entry.keyRange
        if source.bytes[range].first == UInt8(ascii: "\""), source.bytes[range].last == UInt8(ascii: "\"") {
            let key = DocumentScalar(kind: .string, text: entry.name, style: .doubleQuoted)
            text.append(UInt8(ascii: "\""), from: range.lowerBound)
            string(of: key, at: range).appendEscaped(to: &text)
            text.append(UInt8(ascii: "\""), from: range.upperBound - 1)
            return
        }
        text.append(UInt8(ascii: "\""), from: range.lowerBound)
        string(of: DocumentScalar(kind: .string, text: entry.name, style: .plain), at: range).appendEscaped(to: &text)
        text.append(UInt8(ascii: "\""), from: max(range.lowerBound, range.upperBound - 1))
    }
}

extension MappedText {
    /// Appends this text as the inside of a JSON string.
    fileprivate func appendEscaped(to text: inout MappedText) {
        for (index, byte) in bytes.enumerated() {
            var escaped: [UInt8] = []
            JSONString.appendText(of: CollectionOfOne(byte), to: &escaped)
            text.append(escaped, from: place(of: index..<index + 1).lowerBound)
        }
    }
}
