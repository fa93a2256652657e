import JSONText

/// What a template is apart from its variables: which kind, whether it is valid, and how the place of each placeholder
/// will be read.
///
/// Each placeholder outside a string is taken for a string of the same length, so that offsets stay those of the
/// template: `{"who": <who>}` is checked as `{"who": "who"}`.
struct TemplateStructure {
    enum Kind: Hashable, Sendable {
        /// JSON, in which placeholders stand for values or parts of strings.
        case json
        /// One quoted string on each line.
        case text
    }

    /// How a placeholder's place is read.
    struct Position: Hashable, Sendable {
        var slack = SlackPosition.markup
        var link = SlackLink.outside
        var charactersLimit = SlackText.charactersLimit

        /// How a string is written there.
        func text(for escaping: TemplateVariables.Escaping) -> SlackText {
            switch escaping {
            case .slack: SlackText(position: slack, link: link, limit: charactersLimit)
            case .json: SlackText(position: .untouched, link: .outside, limit: .max)
            }
        }
    }

    let kind: Kind
    /// One for each placeholder.
    private(set) var positions: [Position]
    private(set) var errors: [TemplateError] = []

    private let marks: [TemplateLexer.Mark]

    /// Nil for a template of no kind: neither JSON nor quoted text.
    init?(_ text: [UInt8], placeholders marks: [TemplateLexer.Mark]) {
        switch text.first(where: { !Self.isBlank($0) }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): kind = .json
        case UInt8(ascii: "\""): kind = .text
        default: return nil
        }
        self.marks = marks
        positions = Array(repeating: Position(), count: marks.count)
        var checked = text
        for mark in marks where !mark.isQuoted {
            checked[mark.range.lowerBound] = UInt8(ascii: "\"")
            checked[mark.range.upperBound - 1] = UInt8(ascii: "\"")
        }
        if kind == .json { checkJSON(checked) } else { checkLines(text) }
        for (index, link) in SlackLink.links(before: marks, in: text).enumerated() { positions[index].link = link }
    }

    private mutating func checkJSON(_ text: [UInt8]) {
        do throws(JSONError) {
            assignPositions(in: try JSONDocument(parsing: text).root)
        } catch {
            let place = TemplateError.Place.template(error.offset..<error.offset + 1)
            if error.offset < text.count, text[error.offset] == UInt8(ascii: "<"),
                let mark = TemplateLexer.mark(in: text, at: error.offset, isQuoted: false)
            {
                errors.append(TemplateError(.notAPlaceholder(mark.name), at: .template(mark.range)))
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
            let first = text[start..<end].firstIndex { !Self.isBlank($0) }
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
    private mutating func assignPositions(in root: JSONValue) {
        var stack = [(value: root, position: SlackPosition.markup, limit: SlackText.charactersLimit)]
        var next = 0
        while let (value, position, limit) = stack.popLast() {
            switch value.kind {
            case .object:
                let type = SlackPosition.type(of: value).flatMap { holdsPlaceholder($0) ? nil : $0.string }
                for member in value.members.reversed() {
                    let own = SlackPosition(key: member.name, inObjectOfType: type)
                    // The root's metadata is for programs, however deep.
                    let isMetadata = value.range == root.range && member.name == "metadata"
                    let isUntouched = isMetadata || position == .untouched
                    let ownLimit = SlackText.limit(inObjectOfType: type) ?? limit
                    stack.append((member.value, isUntouched ? .untouched : own, ownLimit))
                    stack.append((member.key, .untouched, limit))
                }
            case .array:
                for element in value.elements.reversed() { stack.append((element, position, limit)) }
            default:
                while next < marks.count, marks[next].range.lowerBound < value.range.upperBound {
                    positions[next].slack = position
                    positions[next].charactersLimit = limit
                    if value.kind == .key {
                        errors.append(
                            TemplateError(.placeholderInKey(marks[next].name), at: .template(marks[next].range)))
                    }
                    next += 1
                }
            }
        }
    }

    private func holdsPlaceholder(_ value: JSONValue) -> Bool {
        marks.contains { $0.range.overlaps(value.range) }
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
