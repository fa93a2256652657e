import Diagnostics
import JSONText

/// Reads a rules file that is written in JSON.
struct JSONReader {
    let source: SourceText
    private(set) var problems: [Problem] = []
    private var values = 0

    init(source: SourceText) {
        self.source = source
    }

    mutating func read() -> DocumentNode? {
        do {
            return node(of: try JSONDocument(parsing: source.bytes).root, depth: 0)
        } catch {
            let end = min(error.offset + 1, max(source.bytes.count, error.offset))
            problems.append(
                Problem(
                    .syntax, "not JSON: \(error.reason)",
                    help: "a file that begins with { is read as JSON; YAML begins with a key, such as 'version: 1'",
                    in: source, at: error.offset..<end))
            return nil
        }
    }

    private mutating func node(of value: JSONValue, depth: Int) -> DocumentNode? {
        values += 1
        guard values <= Document.valuesLimit else {
            stop(.tooManyValues, "more than \(Document.valuesLimit) values", at: value.range)
            return nil
        }
        guard depth < Document.depthLimit else {
            stop(
                .tooDeep, "nested deeper than \(Document.depthLimit) levels",
                at: value.range.lowerBound..<value.range.lowerBound + 1)
            return nil
        }
        let content: DocumentNode.Content
        switch value.kind {
        case .object:
            var entries: [DocumentEntry] = []
            for member in value.members {
                guard let node = node(of: member.value, depth: depth + 1) else { return nil }
                entries.append(DocumentEntry(name: member.name, keyRange: member.key.range, value: node))
            }
            content = .mapping(entries)
        case .array:
            var elements: [DocumentNode] = []
            for element in value.elements {
                guard let node = node(of: element, depth: depth + 1) else { return nil }
                elements.append(node)
            }
            content = .sequence(elements)
        case .string, .key: content = .scalar(scalar(.string, value.string ?? ""))
        case .number: content = .scalar(scalar(.number, value.number ?? ""))
        case .true: content = .scalar(scalar(.bool(true), "true"))
        case .false: content = .scalar(scalar(.bool(false), "false"))
        case .null: content = .scalar(scalar(.null, "null"))
        }
        return DocumentNode(content: content, range: value.range)
    }

    private func scalar(_ kind: DocumentScalar.Kind, _ text: String) -> DocumentScalar {
        DocumentScalar(kind: kind, text: text, style: .json)
    }

    private mutating func stop(_ code: Problem.Code, _ message: String, at range: Range<Int>) {
        problems.append(Problem(code, message, in: source, at: range))
    }
}
