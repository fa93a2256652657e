import Diagnostics
import InputTemplates
import JSONText

/// Finds the part of a JSON template that a part of the rendered body was made from.
///
/// Placeholders inside strings are text to JSON; those that stand as values are, for this purpose, strings of the same
/// length. So the template can be read as JSON, and a JSON pointer into the body leads to the same place in it.
struct TemplatePlaces {
    private let root: JSONValue?

    init(_ transformer: InputTransformer) {
        var text = transformer.template.bytes
        for placeholder in transformer.placeholders where !placeholder.isQuoted {
            let range = placeholder.range
            for index in range { text[index] = UInt8(ascii: "_") }
            text[range.lowerBound] = UInt8(ascii: "\"")
            text[range.upperBound - 1] = UInt8(ascii: "\"")
        }
        root = try? JSONDocument(parsing: text).root
    }

    /// The bytes of the template at a JSON pointer (RFC 6901), or as near to it as the template goes: below a
    /// placeholder's value there is nothing more to point at.
    func range(at pointer: String) -> Range<Int>? {
        guard var value = root else { return nil }
        for step in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let name = Self.unescaped(step)
            if let member = value[name] {
                value = member
            } else if let index = Int(name), value.elements.indices.contains(index) {
                value = value.elements[index]
            } else {
                break
            }
        }
        // Of an object or a list its beginning: the whole may take up a screen.
        let isLong = value.kind == .object || value.kind == .array
        return isLong ? value.range.lowerBound..<value.range.lowerBound + 1 : value.range
    }

    private static func unescaped(_ step: Substring) -> String {
        step.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }
}
