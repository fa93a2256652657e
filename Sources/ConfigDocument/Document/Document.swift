package import Diagnostics
import TextFormats

/// The text of a rules file as a tree of values, read from YAML or JSON.
///
/// A text that begins with `{` is read as JSON, any other as YAML. Of YAML, relay takes one document of version 1.2's
/// core schema; anchors and aliases may be used, merge keys (`<<`) and tags other than `!!str` may not. The root is a
/// mapping.
package struct Document: Sendable {
    /// How long a rules file may be: far more than EventBridge's 300 rules at their longest come to.
    package static let textBytesLimit = 4 << 20
    /// How deep values may nest. A pattern's fields rarely pass 10; what walks the tree does so by recursion.
    package static let depthLimit = 200
    /// How many values a file may have once every alias is replaced by what it stands for.
    package static let valuesLimit = 200_000

    package let source: SourceText
    package let root: DocumentNode
    package let isJSON: Bool

    /// Reads a text as far as it can be read.
    ///
    /// - Parameter problems: Receives what is wrong with the text; without an error among them there is a document.
    package static func read(_ source: SourceText, problems: inout [Problem]) -> Document? {
        guard source.bytes.count <= textBytesLimit else {
            problems.append(
                Problem(.fileTooLarge, "a rules file may have at most \(textBytesLimit) bytes", in: source, at: 0..<0))
            return nil
        }
        if let invalid = firstInvalidUTF8(in: source.bytes) {
            problems.append(Problem(.syntax, "the text is not UTF-8 here", in: source, at: invalid..<invalid + 1))
            return nil
        }
        let root: DocumentNode?
        let isJSON = source.bytes.first(where: { !$0.isASCIIBlank }) == UInt8(ascii: "{")
        if isJSON {
            var reader = JSONReader(source: source)
            root = reader.read()
            problems += reader.problems
        } else {
            var reader = YAMLReader(source: source)
            root = reader.read()
            problems += reader.problems
        }
        return root.map { Document(source: source, root: $0, isJSON: isJSON) }
    }

    private static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}
