import Diagnostics
import TextFormats
internal import Yams

/// Reads a rules file that is written in YAML. Only this file and ``YAMLSyntaxError`` use Yams.
///
/// Yams tells where a value begins but not where it ends, and stops at the first duplicate key. Ends are found in the
/// text; duplicate keys are handled by ``DuplicateKeyMasks``.
struct YAMLReader {
    let source: SourceText
    private(set) var problems: [Problem] = []
    private let start: Int
    private let lines: YAMLLines
    private var masks = DuplicateKeyMasks()
    private var values = 0

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(source: SourceText) {
        self.source = source
        start = source.bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        lines = YAMLLines(source.bytes, from: start)
    }

    mutating func read() -> DocumentNode? {
        if let offset = firstControlCharacter() {
            report(
                .syntax, "a control character cannot stand in YAML; write it as an escape in double quotes", at: offset)
            return nil
        }
        if let offset = AliasExpansion.find(in: source.bytes) {
            report(.unsupportedYAML, "aliases multiply too often, and a list or mapping is used as a key", at: offset)
            return nil
        }
        guard let root = compose() else { return nil }
        return node(of: root, depth: 0)
    }
}

// MARK: - From text to Yams' nodes

extension YAMLReader {
    private mutating func compose() -> Node? {
        while true {
            do {
                // The encoding is named so that Yams does not look for it in the environment; the basic resolver
                // leaves every scalar text, for `YAMLPlainText` to judge.
                let parser = try Parser(
                    yaml: masks.applied(to: source.bytes[start...]), resolver: .basic, encoding: .utf8)
                guard let root = try parser.nextRoot() else {
                    report(.syntax, "the file holds nothing but white space and comments", at: source.bytes.count)
                    return nil
                }
                if let second = try parser.nextRoot() {
                    let place = second.mark.map(lines.offset) ?? source.bytes.count
                    report(.unsupportedYAML, "a second YAML document begins here; a rules file is one", at: place)
                    return nil
                }
                return root
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let offset = contentStart(at: lines.offset(of: context.mark))
                guard let name = names.first, masks.add(name: name, at: offset, in: source.bytes) else {
                    report(.duplicateKey, "duplicate key '\(names.first ?? "")'", at: offset)
                    return nil
                }
            } catch {
                problems.append(YAMLSyntaxError.problem(for: error, in: source, lines: lines))
                return nil
            }
        }
    }

    private func firstControlCharacter() -> Int? {
        var offset = start
        let text = String(decoding: source.bytes[start...], as: UTF8.self)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFEFF: return offset
            case 0x09, 0x0A, 0x0D, 0x85, 0x20...0x7E, 0xA0...0xFFFD, 0x10000...0x10FFFF: offset += UTF8.width(scalar)
            default: return offset
            }
        }
        return nil
    }
}

// MARK: - From Yams' nodes to relay's

extension YAMLReader {
    private mutating func node(of node: Node, depth: Int) -> DocumentNode? {
        let mark = node.mark.map(lines.offset) ?? start
        values += 1
        guard values <= Document.valuesLimit else {
            let limit = Document.valuesLimit
            report(.tooManyValues, "more than \(limit) values once every alias is replaced", at: mark)
            return nil
        }
        guard depth < Document.depthLimit else {
            report(.tooDeep, "nested deeper than \(Document.depthLimit) levels", at: mark)
            return nil
        }
        let begin = contentStart(at: mark)
        switch node {
        case .scalar(let scalar): return self.scalar(scalar, at: begin)
        case .sequence(let sequence):
            refuseTag(sequence.tag, unless: .seq, at: mark)
            var elements: [DocumentNode] = []
            for element in sequence {
                guard let element = self.node(of: element, depth: depth + 1) else { return nil }
                elements.append(element)
            }
            return DocumentNode(content: .sequence(elements), range: begin..<min(begin + 1, source.bytes.count))
        case .mapping(let mapping):
            refuseTag(mapping.tag, unless: .map, at: mark)
            return self.mapping(mapping, at: begin, depth: depth)
        case .alias:
            return nil  // Yams replaces aliases while it reads; only its encoder makes these.
        }
    }

    private mutating func mapping(_ mapping: Node.Mapping, at begin: Int, depth: Int) -> DocumentNode? {
        var entries: [DocumentEntry] = []
        for (key, value) in mapping {
            let place = contentStart(at: key.mark.map(lines.offset) ?? begin)
            guard case .scalar(let scalar) = key else {
                report(.unsupportedYAML, "a key must be text, not a list or a mapping", at: place)
                continue
            }
            if scalar.style == .plain, scalar.string.hasBytes(of: "<<") {
                report(
                    .unsupportedYAML, "merge keys (<<) are not part of YAML 1.2", at: place, count: 2,
                    help: "write the keys out, or put an alias in place of the whole value")
                continue
            }
            guard let node = self.node(of: value, depth: depth + 1) else { return nil }
            let name = masks.name(at: place) ?? scalar.string
            let range = place..<end(of: scalar.style, name, at: place)
            entries.append(DocumentEntry(name: name, keyRange: range, value: node))
        }
        let range = entries.first?.keyRange ?? begin..<min(begin + 1, source.bytes.count)
        return DocumentNode(content: .mapping(entries), range: range)
    }

    private mutating func scalar(_ scalar: Node.Scalar, at begin: Int) -> DocumentNode {
        let kind: DocumentScalar.Kind
        let tag = scalar.tag.rawValue
        if scalar.style != .plain || tag == Tag.Name.str.rawValue || tag == Tag.Name.nonSpecific.rawValue {
            kind = .string
        } else {
            kind = YAMLPlainText.kind(of: scalar.string)
        }
        refuseTag(scalar.tag, unless: .str, at: begin)
        let content = DocumentScalar(kind: kind, text: scalar.string, style: DocumentScalar.Style(scalar.style))
        let range = begin..<end(of: scalar.style, scalar.string, at: begin)
        return DocumentNode(content: .scalar(content), range: range)
    }

    private mutating func refuseTag(_ tag: Tag, unless allowed: Tag.Name, at offset: Int) {
        let name = tag.rawValue
        guard ![allowed, .implicit, .nonSpecific, .str].map(\.rawValue).contains(name) else { return }
        report(.unsupportedYAML, "the tag \(name) has no meaning in a rules file; only !!str has", at: offset)
    }

    /// The first byte of a value, after its anchor and its tag.
    private func contentStart(at offset: Int) -> Int {
        let bytes = source.bytes
        var index = offset
        while index < bytes.count, bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "!") {
            while index < bytes.count, !Self.isWhiteSpace(bytes[index]) { index += 1 }
            while index < bytes.count, Self.isWhiteSpace(bytes[index]) { index += 1 }
        }
        return index
    }

    /// The byte after a scalar, as far as it stands on the line where it begins.
    private func end(of style: Node.Scalar.Style, _ value: String, at begin: Int) -> Int {
        let bytes = source.bytes
        guard begin < bytes.count else { return begin }
        let quote = bytes[begin]
        var index = begin
        switch style {
        case .doubleQuoted, .singleQuoted:
            index += 1
            while index < bytes.count, bytes[index] != quote, bytes[index] != 0x0A {
                index += bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
            }
            return min(index + 1, bytes.count)
        case .literal, .folded:
            return begin + 1
        default:
            var rest = value.utf8.makeIterator()
            while index < bytes.count, let byte = rest.next(), bytes[index] == byte { index += 1 }
            return index
        }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private mutating func report(
        _ code: Problem.Code, _ message: String, at offset: Int, count: Int = 1, help: String? = nil
    ) {
        let end = max(offset, min(offset + count, source.bytes.count))
        problems.append(Problem(code, message, help: help, in: source, at: offset..<end))
    }
}

extension DocumentScalar.Style {
    fileprivate init(_ style: Node.Scalar.Style) {
        switch style {
        case .singleQuoted: self = .singleQuoted
        case .doubleQuoted: self = .doubleQuoted
        case .literal: self = .literal
        case .folded: self = .folded
        case .any, .plain: self = .plain
        }
    }
}

/// Turns the line and column of a YAML reader's mark into a byte offset.
///
/// libyaml counts columns in Unicode scalars, and ends lines at CR, LF, CR LF, NEL, LS and PS; `Diagnostics` ends them
/// at LF alone. So this has its own table of lines.
struct YAMLLines {
    private let bytes: [UInt8]
    private let starts: [Int]

    /// - Parameter start: Where the YAML begins: after a byte order mark, if there is one.
    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        var starts = [start]
        var index = start
        while index < bytes.count {
            let length = Self.breakLength(in: bytes, at: index)
            index += max(length, 1)
            if length > 0 { starts.append(index) }
        }
        self.starts = starts
    }

    func offset(of mark: Mark) -> Int {
        guard mark.line >= 1 else { return starts[0] }
        guard mark.line <= starts.count else { return bytes.count }
        var offset = starts[mark.line - 1]
        var column = 1
        while column < mark.column, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return offset
    }

    /// How many bytes of a line break stand at an index; 0 for none.
    static func breakLength(in bytes: [UInt8], at index: Int) -> Int {
        func byte(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return byte(1) == 0x0A ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }
}
