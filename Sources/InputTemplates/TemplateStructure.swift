import JSONText
import TextFormats

/// The structure of a template: its kind, its mistakes, and where each placeholder stands.
///
/// Each placeholder outside a string is checked as a string of the same length, so that offsets stay those of the
/// template: `{"who": <who>}` is checked as `{"who": "who"}`.
struct TemplateStructure {
    enum Kind: Hashable, Sendable {
        /// JSON, in which placeholders stand for values or parts of strings.
        case json
        /// One quoted string on each line.
        case text
    }

    let kind: Kind
    /// One for each placeholder.
    private(set) var places: [PlaceholderPlace]
    private(set) var errors: [TemplateError] = []

    private let tokens: [TemplateLexer.Token]

    /// Nil for a template that is neither JSON nor quoted text.
    init?(_ text: [UInt8], placeholders tokens: [TemplateLexer.Token]) {
        switch text.first(where: { !$0.isASCIIBlank }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): kind = .json
        case UInt8(ascii: "\""): kind = .text
        default: return nil
        }
        self.tokens = tokens
        places = Array(repeating: PlaceholderPlace(), count: tokens.count)
        var checked = text
        for token in tokens where !token.isQuoted {
            checked[token.range.lowerBound] = UInt8(ascii: "\"")
            checked[token.range.upperBound - 1] = UInt8(ascii: "\"")
        }
        if kind == .json { checkJSON(checked) } else { checkLines(text) }
        assignSurroundings(in: text)
    }

    private mutating func checkJSON(_ text: [UInt8]) {
        do throws(JSONError) {
            assignMembers(in: try JSONDocument(parsing: text).root)
        } catch {
            let place = TemplateError.Place.template(error.offset..<error.offset + 1)
            if error.offset < text.count, text[error.offset] == UInt8(ascii: "<"),
                let token = TemplateLexer.token(in: text, at: error.offset, isQuoted: false)
            {
                errors.append(TemplateError(.notAPlaceholder(token.name), at: .template(token.range)))
            } else {
                errors.append(TemplateError(.invalidJSON(error.reason), at: place))
            }
        }
    }

    /// Each line that is not blank must be one JSON string.
    private mutating func checkLines(_ text: [UInt8]) {
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let first = text[start..<end].firstIndex { !$0.isASCIIBlank }
            if let first { checkLine(Array(text[first..<end]), at: first) }
            start = end + 1
        }
    }

    private mutating func checkLine(_ line: [UInt8], at start: Int) {
        guard line.first == UInt8(ascii: "\"") else {
            errors.append(TemplateError(.lineNotQuoted, at: .template(start..<start + line.count)))
            return
        }
        do throws(JSONError) {
            try JSONScanner.validate(line.span)
        } catch {
            let offset = start + error.offset
            var reason = TemplateError.Reason.invalidJSON(error.reason)
            switch error.reason {
            case .trailingText, .unexpectedEnd: reason = .lineNotQuoted
            default: break
            }
            errors.append(TemplateError(reason, at: .template(offset..<offset + 1)))
        }
    }

    /// Walks the values in the order of the text, with the placeholders beside them.
    private mutating func assignMembers(in root: JSONValue) {
        var stack = [(value: root, members: [PlaceholderPlace.Member]())]
        var next = 0
        while let (value, members) = stack.popLast() {
            switch value.kind {
            case .object:
                let type = objectType(of: value)
                for member in value.members.reversed() {
                    let inner = members + [PlaceholderPlace.Member(key: member.name, objectType: type)]
                    stack.append((member.value, inner))
                    stack.append((member.key, inner))
                }
            case .array:
                for element in value.elements.reversed() { stack.append((element, members)) }
            default:
                while next < tokens.count, tokens[next].range.lowerBound < value.range.upperBound {
                    places[next].members = members
                    if value.kind == .key {
                        places[next].isKey = true
                        errors.append(
                            TemplateError(.placeholderInKey(tokens[next].name), at: .template(tokens[next].range)))
                    }
                    next += 1
                }
            }
        }
    }

    /// An object's `type`, if it names exactly one that is known before the event.
    private func objectType(of object: JSONValue) -> String? {
        let types = object.members.filter { $0.name == "type" }
        guard types.count == 1, let type = types.first?.value, type.kind == .string, !holdsPlaceholder(type) else {
            return nil
        }
        return type.string
    }

    private func holdsPlaceholder(_ value: JSONValue) -> Bool {
        tokens.contains { $0.range.overlaps(value.range) }
    }
}

// MARK: - The text around placeholders

extension TemplateStructure {
    /// A piece of a string in a template.
    private enum Element {
        case character(UInt8)
        /// By its index.
        case placeholder(Int)
    }

    /// Notes for each placeholder in a string what stands before and after it there.
    private mutating func assignSurroundings(in text: [UInt8]) {
        var string: [Element] = []
        var isQuoted = false
        var next = 0
        var offset = 0
        while offset < text.count {
            if next < tokens.count, offset == tokens[next].range.lowerBound {
                string.append(.placeholder(next))
                offset = tokens[next].range.upperBound
                next += 1
            } else if text[offset] == UInt8(ascii: "\"") {
                if isQuoted { assignSurroundings(of: string) }
                string = []
                isQuoted.toggle()
                offset += 1
            } else {
                let (character, length) = Self.character(in: text, at: offset)
                string.append(.character(character))
                offset += length
            }
        }
    }

    private mutating func assignSurroundings(of string: [Element]) {
        var characters: [UInt8] = []
        var placeholders: [(index: Int, offset: Int)] = []
        for element in string {
            switch element {
            case .character(let character): characters.append(character)
            case .placeholder(let index): placeholders.append((index, characters.count))
            }
        }
        for (index, offset) in placeholders {
            places[index].textBefore = Array(characters[..<offset])
            places[index].textAfter = Array(characters[offset...])
        }
    }

    /// The character at an offset inside a string, for an escape what it stands for; 0 for one that is not ASCII.
    private static func character(in text: [UInt8], at offset: Int) -> (UInt8, length: Int) {
        guard text[offset] == UInt8(ascii: "\\") else { return (text[offset], 1) }
        guard offset + 5 < text.count, text[offset + 1] == UInt8(ascii: "u") else { return (0, 2) }
        let digits = String(decoding: text[(offset + 2)..<(offset + 6)], as: UTF8.self)
        return (UInt8(digits, radix: 16) ?? 0, 6)
    }
}
