internal import ArgumentParser
internal import ConfigDocument
internal import Diagnostics
internal import Rules

/// `--config relay.yaml`, for the commands that need rules.
struct ConfigOption: ParsableArguments {
    /// The rules file's name where none is given.
    static let defaultPath = "relay.yaml"

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The rules file, YAML or JSON.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var path = Self.defaultPath

    /// A path as the rules file means it: relative to the folder of the rules file.
    func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = self.path.lastIndex(of: "/") else { return path }
        return self.path[...slash] + path
    }

    /// The bytes of the rules file.
    func source() throws(InputFileError) -> SourceText {
        SourceText(name: path.printable, bytes: try InputFile.bytes(at: path))
    }

    /// The rules file, for commands that work with rules.
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

    /// The rule of that name.
    ///
    /// - Throws: ``UnknownRuleError``.
    func rule(_ name: String, of file: RulesFile) throws(UnknownRuleError) -> Rule {
        guard let rule = file.rule(name) else {
            throw UnknownRuleError(name: name, path: path, known: file.rules.map(\.name))
        }
        return rule
    }
}

/// A rules file that cannot be used. Its errors have been printed one by one.
struct RulesFileError: Error, Hashable, CustomStringConvertible {
    /// The rules file, as it was named.
    let path: String
    /// How many errors were printed.
    let errorCount: Int

    var description: String {
        "\(path.printable): \(errorCount) error\(errorCount == 1 ? "" : "s")"
    }
}

/// A rule that the rules file does not have.
struct UnknownRuleError: Error, Hashable, CustomStringConvertible {
    /// The name that was asked for.
    let name: String
    /// The rules file.
    let path: String
    /// The rules that it has.
    let known: [String]

    var description: String {
        let sentence = "\(path.printable): there is no rule '\(name.printable)'"
        if let near = Spelling.nearest(to: name, among: known) { return "\(sentence); did you mean '\(near)'?" }
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        return known.isEmpty ? "\(sentence), nor any other" : "\(sentence); there is \(list)"
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
