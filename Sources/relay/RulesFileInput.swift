internal import ConfigDocument
internal import Diagnostics
internal import Rules

extension ConfigOption {
    /// The rules file that the option names, for commands that work with rules.
    ///
    /// Warnings are left to `relay check`. Errors are all printed, on standard error.
    ///
    /// - Throws: ``InputFileError`` for a file that cannot be read, ``RulesFileError`` for one with errors in it.
    func loadRules(on console: Console) throws -> RulesFile {
        let (file, problems) = RulesFile.load(try source())
        guard let file else {
            let errors = problems.filter { $0.severity == .error }
            for error in errors { console.note(error.text(in: console.talkStyle)) }
            throw RulesFileError(path: path, errorCount: errors.count)
        }
        return file
    }

    /// The bytes of the rules file.
    func source() throws(InputFileError) -> SourceText {
        SourceText(name: path.printable, bytes: try InputFile.bytes(at: path))
    }
}

/// A rules file that cannot be used. Its errors have been printed one by one.
struct RulesFileError: Error, Hashable, CustomStringConvertible {
    let path: String
    let errorCount: Int

    var description: String {
        "\(path.printable): \(errorCount) error\(errorCount == 1 ? "" : "s")"
    }
}

extension Problem {
    /// The problem as compilers print it: place and sentence, the line with carets, what to do.
    func text(in style: TextStyle) -> String {
        let look: TextStyle.Look =
            switch severity {
            case .error: .red
            case .warning: .yellow
            case .note: .cyan
            }
        let place = style(.bold, source.place(ofByte: range.lowerBound))
        var lines = ["\(place): \(style(look, "\(severity.rawValue):")) \(message.printable)"]
        lines += excerpt.split(separator: "\n").map { String($0).printable }
        if let help { lines.append("  \(style(.green, "help:")) \(help.printable)") }
        return lines.joined(separator: "\n")
    }
}
