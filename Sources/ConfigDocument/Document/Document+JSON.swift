import Diagnostics
import JSONText

extension Document {
    /// A value as JSON text, with the place of each byte; as faithful as the file: numbers keep their digits, keys
    /// their order, and a value of a JSON file its very bytes.
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
