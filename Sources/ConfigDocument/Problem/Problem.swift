public import Diagnostics

/// Something wrong in a file that a person wrote: what, where, and what to do about it.
///
/// Loading and checking collect problems and go on, so that one run reports all of them.
public struct Problem: Error, Hashable, Sendable {
    public enum Severity: String, CaseIterable, Hashable, Sendable {
        /// The file cannot be used.
        case error
        /// The file can be used, and probably does not do what was meant.
        case warning
        /// Nothing is wrong; EventBridge would do otherwise.
        case note
    }

    public let severity: Severity
    /// Names the kind of problem; stable, for scripts that read `--format json`.
    public let code: Code
    /// One sentence without a full stop.
    public let message: String
    /// What to write instead, if that is known.
    public let help: String?
    /// The file, its secrets redacted.
    public let source: SourceText
    /// The words at fault, in bytes of ``source``.
    public let range: Range<Int>

    public init(
        _ code: Code, _ message: String, help: String? = nil, in source: SourceText, at range: Range<Int>,
        severity: Severity? = nil
    ) {
        self.severity = severity ?? code.severity
        self.code = code
        self.message = message
        self.help = help
        self.source = source
        self.range = range
    }

    public var location: SourceLocation { source.location(ofByte: range.lowerBound) }

    /// The lines that contain the words at fault, with carets below them.
    public var excerpt: String { source.excerpt(ofBytes: range) }

    /// Order of appearance in the file; errors before warnings at the same place.
    package static func precedes(_ left: Problem, _ right: Problem) -> Bool {
        let order = Severity.allCases
        return (left.range.lowerBound, left.range.upperBound, order.firstIndex(of: left.severity) ?? 0)
            < (right.range.lowerBound, right.range.upperBound, order.firstIndex(of: right.severity) ?? 0)
    }
}

extension Problem: CustomStringConvertible {
    /// Place, severity, sentence, excerpt and help, on several lines, as compilers print it.
    public var description: String {
        var text = "\(source.place(ofByte: range.lowerBound)): \(severity.rawValue): \(message)\n\(excerpt)"
        if let help { text += "\n  help: \(help)" }
        return text
    }
}
