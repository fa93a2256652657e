import Diagnostics
internal import Yams

/// Translates libyaml's errors into problems of a rules file.
enum YAMLSyntaxError {
    static func problem(for error: any Error, in source: SourceText, lines: YAMLLines) -> Problem {
        switch error as? YamlError {
        case .scanner(let context, let text, let mark, _), .parser(let context, let text, let mark, _),
            .composer(let context, let text, let mark, _):
            let offset = min(lines.offset(of: mark), source.bytes.count)
            var message = "not YAML: \(text)"
            if let context {
                message += " \(context.text)"
                let begin = lines.offset(of: context.mark)
                if begin < offset { message += " that begins at \(source.location(ofByte: begin))" }
            }
            let end = min(offset + 1, source.bytes.count)
            return Problem(
                .syntax, message, help: help(for: "\(text) \(context?.text ?? "")", at: offset, in: source.bytes),
                in: source, at: offset..<max(offset, end))
        case .reader(let text, _, _, _):
            return Problem(.syntax, "not YAML: \(text)", in: source, at: 0..<0)
        default:
            // Other errors may quote the text, and so a secret.
            return Problem(.syntax, "not YAML", in: source, at: 0..<0)
        }
    }

    /// The most frequent cause of an error, by words of libyaml's sentence.
    private static let causes: [(words: String, help: String)] = [
        ("alias", "text that begins with * needs quotes: '*admin*'"),
        ("anchor", "text that begins with & needs quotes"),
        ("mapping values are not allowed", "text that contains ': ' needs quotes, or this line is indented too far"),
        (
            "unknown escape character",
            "in double quotes a backslash begins an escape; write '\\\\' or use single quotes"
        ),
        ("quoted scalar", "the closing quote is missing"),
        ("simple key", "a ':' is missing after this key, or the text needs quotes"),
        ("flow sequence", "a list begun with [ ends with ], its values separated by commas"),
        ("flow mapping", "a mapping begun with { ends with }, its entries separated by commas"),
        ("expected key", "this line is indented unlike those above it, or a quote or bracket above is not closed"),
        ("'-' indicator", "this line is indented unlike the '-' above it"),
        ("block scalar", "indent every line of the text below the '|' by the same number of blanks"),
        ("maximum", "nothing in a rules file needs to nest so deep"),
    ]

    private static func help(for text: String, at offset: Int, in bytes: [UInt8]) -> String? {
        if offset < bytes.count {
            switch bytes[offset] {
            case 0x09: return "YAML is indented with blanks, never with tabs"
            case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"):
                return "text that begins with this character needs quotes"
            default: break
            }
        }
        return causes.first { text.utf8.count >= $0.words.utf8.count && contains(text, $0.words) }?.help
    }

    private static func contains(_ text: String, _ words: String) -> Bool {
        let (text, words) = (Array(text.utf8), Array(words.utf8))
        return (0...max(0, text.count - words.count)).contains { text[$0...].starts(with: words) }
    }
}
