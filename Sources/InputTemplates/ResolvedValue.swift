import JSONText

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
