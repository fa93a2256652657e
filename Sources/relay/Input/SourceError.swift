internal import Diagnostics
internal import InputTemplates

/// Something wrong in a text that a person wrote: the sentence, the place, and the line with carets.
struct SourceError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, without the place.
    let sentence: String
    /// The text that it is in.
    let source: SourceText
    /// The bytes at fault.
    let range: Range<Int>

    init(_ sentence: String, in source: SourceText, at range: Range<Int>) {
        (self.sentence, self.source, self.range) = (sentence, source, range)
    }

    var description: String {
        let excerpt = source.excerpt(ofBytes: range).split(separator: "\n").map { String($0).printable }
        return (["\(source.place(ofByte: range.lowerBound)): \(sentence.printable)"] + excerpt).joined(separator: "\n")
    }
}

/// An input transformer from the command line that is refused. Its errors have been printed one by one.
struct TemplateRefusal: Error, CustomStringConvertible {
    /// All errors, in the order of their places.
    let errors: TemplateErrors
    /// The template as it was given.
    let template: SourceText
    /// The input paths as they were given.
    let paths: InputPaths

    var description: String {
        "the input transformer has \(errors.all.count) error\(errors.all.count == 1 ? "" : "s")"
    }

    /// Each error with its place in what was given.
    var located: [SourceError] { errors.all.map(located) }

    private func located(_ error: TemplateError) -> SourceError {
        let sentence = "\(error)"
        func entry(_ name: String) -> InputPaths.Entry? {
            // Of several with one name the last is the one too many.
            paths.entries.last { $0.name.utf8.elementsEqual(name.utf8) }
        }
        switch error.place {
        case .template(let range): return SourceError(sentence, in: template, at: range)
        case .inputPaths: return SourceError(sentence, in: paths.source, at: 0..<1)
        case .inputPathName(let name):
            return SourceError(sentence, in: paths.source, at: entry(name)?.nameRange ?? 0..<1)
        case .inputPath(let name, let offset):
            let range = entry(name)?.pathRange ?? 0..<1
            let start = min(range.lowerBound + offset, range.upperBound)
            return SourceError(sentence, in: paths.source, at: start..<start + 1)
        }
    }
}
