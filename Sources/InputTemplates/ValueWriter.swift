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

/// The value of a placeholder for one event.
enum ResolvedValue: Sendable {
    case missing
    case null
    /// A string's value, escapes undone.
    case string([UInt8])
    /// A number, `true` or `false`, as its text.
    case bare([UInt8])
    /// An object or a list as compact JSON.
    case structure([UInt8], isList: Bool)

    init(_ value: JSONValue) {
        switch value.kind {
        case .string, .key: self = .string(value.utf8 ?? [])
        case .null: self = .null
        case .number, .true, .false: self = .bare(Array(value.text))
        case .object, .array:
            var text: [UInt8] = []
            value.appendCompact(to: &text)
            self = .structure(text, isList: value.kind == .array)
        }
    }

    init(_ result: PathResult) {
        switch result {
        case .missing: self = .missing
        case .value(let value): self.init(value)
        case .list(let values):
            var text = [UInt8(ascii: "[")]
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                value.appendCompact(to: &text)
            }
            text.append(UInt8(ascii: "]"))
            self = .structure(text, isList: true)
        }
    }

    init(_ value: TemplateValue) {
        switch value {
        case .string(let string): self = .string(Array(string.utf8))
        case .integer(let number): self = .bare(Array(String(number).utf8))
        case .json(let value): self.init(value)
        }
    }

    /// The event without `detail`, as `<aws.events.event>` has it: in this order and with `detailType` spelt so.
    init(headerOf event: JSONValue) {
        var text = [UInt8(ascii: "{")]
        for name in Self.headerNames {
            guard let value = event[name] else { continue }
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            JSONString.appendQuoted((name == "detail-type" ? "detailType" : name).utf8, to: &text)
            text.append(UInt8(ascii: ":"))
            value.appendCompact(to: &text)
        }
        text.append(UInt8(ascii: "}"))
        self = .structure(text, isList: false)
    }

    private static let headerNames = [
        "id", "account", "detail-type", "time", "source", "region", "resources", "version",
    ]
}
