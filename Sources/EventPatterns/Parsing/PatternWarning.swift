public import Diagnostics

/// Something about a valid pattern that its author should know.
public struct PatternWarning: Hashable, Sendable {
    /// What is probably not meant.
    public enum Reason: Hashable, Sendable {
        /// Longer than an account may use without asking AWS for more.
        case longerThanDefaultQuota(characters: Int)
        /// A later value array for the same path replaces this one.
        case replacedField(path: [UInt8])
    }

    /// What is probably not meant.
    public let reason: Reason
    /// The pattern's text.
    public let source: SourceText
    /// The bytes it is about in the source.
    public let range: Range<Int>

    init(_ reason: Reason, source: SourceText, range: Range<Int>) {
        self.reason = reason
        self.source = source
        self.range = range
    }
}

extension PatternWarning: CustomStringConvertible {
    /// Place, sentence and the line with the words in question marked.
    public var description: String {
        "\(source.place(ofByte: range.lowerBound)): \(reason)\n\(source.excerpt(ofBytes: range))"
    }
}

extension PatternWarning.Reason: CustomStringConvertible {
    /// The reason as a sentence without a full stop.
    public var description: String {
        switch self {
        case .longerThanDefaultQuota(let characters):
            "the pattern has \(characters) characters, more than the \(EventPattern.defaultCharactersQuota) that"
                + " EventBridge allows by default"
        case .replacedField(let path):
            "these values of \(String(decoding: path, as: UTF8.self)) are never looked at: the path is given again"
                + " further on, and the last one counts"
        }
    }
}
