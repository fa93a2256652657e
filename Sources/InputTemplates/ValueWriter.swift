import JSONText

/// Writes a value at one place of a body.
struct ValueWriter {
    /// How strings are written there.
    let text: any StringEscaping

    /// Appends a value as JSON.
    func appendValue(_ value: ResolvedValue, to body: inout [UInt8]) {
        switch value {
        case .missing: body.append(contentsOf: "\"\"".utf8)
        case .null: body.append(contentsOf: "null".utf8)
        case .bare(let bare): body.append(contentsOf: bare)
        case .string(let string):
            body.append(UInt8(ascii: "\""))
            text.append(string, to: &body)
            body.append(UInt8(ascii: "\""))
        case .structure(let json, _):
            if text.reachesIntoStructures {
                appendStructure(json, to: &body)
            } else {
                body.append(contentsOf: json)
            }
        }
    }

    /// Appends a value inside a string.
    func appendPart(_ value: ResolvedValue, to body: inout [UInt8]) {
        switch value {
        case .missing, .null: break
        case .bare(let bare): body.append(contentsOf: bare)
        case .string(let string): text.append(string, to: &body)
        case .structure(let json, _): appendWithoutQuotes(json, to: &body)
        }
    }

    /// Appends compact JSON whose strings are escaped for the place. Keys stay as they are.
    private func appendStructure(_ json: [UInt8], to body: inout [UInt8]) {
        Self.forEachPart(of: json) { part in
            switch part {
            case .punctuation(let byte): body.append(byte)
            case .string(let content, let isKey):
                body.append(UInt8(ascii: "\""))
                if isKey {
                    body.append(contentsOf: json[content])
                } else {
                    text.append(JSONString.value(of: json.span.extracting(content)), to: &body)
                }
                body.append(UInt8(ascii: "\""))
            }
        }
    }

    /// Appends compact JSON without any double quote, as EventBridge puts objects and lists into text.
    private func appendWithoutQuotes(_ json: [UInt8], to body: inout [UInt8]) {
        Self.forEachPart(of: json) { part in
            switch part {
            case .punctuation(let byte): body.append(byte)
            case .string(let content, _):
                let value = JSONString.value(of: json.span.extracting(content))
                text.append(value.filter { $0 != UInt8(ascii: "\"") }, to: &body)
            }
        }
    }

    private enum Part {
        /// A byte outside of strings.
        case punctuation(UInt8)
        /// The bytes between a string's quotes.
        case string(Range<Int>, isKey: Bool)
    }

    private static func forEachPart(of json: [UInt8], _ body: (Part) -> Void) {
        var offset = 0
        while offset < json.count {
            guard json[offset] == UInt8(ascii: "\"") else {
                body(.punctuation(json[offset]))
                offset += 1
                continue
            }
            let start = offset + 1
            var end = start
            while end < json.count, json[end] != UInt8(ascii: "\"") {
                end += json[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            end = min(end, json.count)
            offset = end + 1
            body(.string(start..<end, isKey: offset < json.count && json[offset] == UInt8(ascii: ":")))
        }
    }
}
