internal import Archive
internal import Diagnostics
internal import JSONText

/// `--input-paths`: a JSON object of variables and paths, kept with its text to show what is wrong in it.
struct InputPaths {
    struct Entry {
        let name: String
        let path: String
        /// Between the quotes.
        let nameRange, pathRange: Range<Int>
    }

    let source: SourceText
    let entries: [Entry]

    /// - Throws: ``InputFileError``, or ``SourceError`` for what is no object of strings.
    init(argument: String?) throws {
        guard let argument else {
            (source, entries) = (SourceText(name: "--input-paths", text: ""), [])
            return
        }
        let source = try relay.source(of: argument, named: "--input-paths", isText: EventInput.isJSON(argument))
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONDocument(parsing: source.bytes).root
        } catch {
            throw SourceError("\(error.reason)", in: source, at: error.offset..<error.offset + 1)
        }
        guard root.kind == .object else {
            throw SourceError("expected an object: {\"name\": \"$.path\", …}", in: source, at: root.range)
        }
        var entries: [Entry] = []
        for member in root.members {
            guard let path = member.value.string else {
                throw SourceError("expected a path in quotes, such as \"$.detail\"", in: source, at: member.value.range)
            }
            entries.append(
                Entry(
                    name: member.name, path: path, nameRange: Self.inside(member.key.range),
                    pathRange: Self.inside(member.value.range)))
        }
        (self.source, self.entries) = (source, entries)
    }

    private static func inside(_ quoted: Range<Int>) -> Range<Int> { quoted.lowerBound + 1..<quoted.upperBound - 1 }
}
