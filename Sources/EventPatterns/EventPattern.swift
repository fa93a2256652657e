public import Diagnostics

/// An EventBridge event pattern, parsed: what an event must look like to match.
///
/// ```swift
/// let pattern = try EventPattern(parsing: #"{"source": ["aws.sts"], "detail": {"eventName": [{"prefix": "Assume"}]}}"#)
/// ```
///
/// Its meaning is a set of alternatives, one unless `$or` occurs; an event matches if it satisfies one of them.
///
/// Source: Amazon EventBridge User Guide, "Creating Amazon EventBridge event patterns"; event-ruler, which EventBridge is
/// built on, decides where the guide is silent.
public struct EventPattern: Sendable {
    /// How many characters a pattern may have, by the API's own bound.
    public static let charactersLimit = 4_096
    /// How many characters a pattern may have before an account must ask AWS for a higher quota.
    public static let defaultCharactersQuota = 2_048
    /// How many combinations the `$or` arrays may expand to.
    public static let alternativesLimit = 1_000
    /// How many fields one alternative may have; event-ruler's limit for the keys of a sub-rule.
    public static let fieldsLimit = 256
    /// How deep a pattern may nest; Jackson's limit.
    public static let depthLimit = 1_000
    /// How many digits a number may have; Jackson's limit.
    public static let numberCharactersLimit = 1_000
    /// How high the wildcards may score that are put to one value of a field.
    ///
    /// AWS publishes no figure; the service was recorded to take a score of 10 and to refuse one of 11
    /// (`fixtures/verdicts/aws-wildcards.jsonl`).
    public static let wildcardComplexityLimit = 10

    /// The text that was parsed, to which all ranges of the pattern refer.
    public let source: SourceText
    /// What `$or` expands to: one conjunction of fields, or several of which one must hold.
    public let alternatives: [PatternAlternative]
    /// What is valid but probably not meant.
    public let warnings: [PatternWarning]

    /// - Throws: ``PatternError`` at the first mistake that EventBridge would report.
    public init(parsing source: SourceText) throws(PatternError) {
        let characters = try Self.countCharacters(of: source)
        var parser = PatternParser(source)
        alternatives = try parser.parse()
        self.source = source
        var warnings = parser.warnings
        if characters > Self.defaultCharactersQuota {
            warnings.append(
                PatternWarning(.longerThanDefaultQuota(characters: characters), source: source, range: 0..<0))
        }
        self.warnings = warnings
        for alternative in alternatives where alternative.fields.count > Self.fieldsLimit {
            throw PatternError(
                .tooManyFields(alternative.fields.count), source: source, range: 0..<source.bytes.count)
        }
        if let field = WildcardComplexity.fieldTooComplex(in: alternatives, limit: Self.wildcardComplexityLimit) {
            throw PatternError(.tooComplex, source: source, range: field.range)
        }
    }

    /// - Throws: ``PatternError`` at the first mistake that EventBridge would report.
    public init(parsing text: String) throws(PatternError) {
        try self.init(parsing: SourceText(name: "", text: text))
    }

    private static func countCharacters(of source: SourceText) throws(PatternError) -> Int {
        do {
            _ = try UTF8Span(validating: source.bytes.span)
        } catch {
            throw PatternError(.notUTF8, source: source, range: error.byteOffsets)
        }
        let characters = source.bytes.count { $0 & 0xC0 != 0x80 }
        guard characters <= charactersLimit else {
            throw PatternError(.tooLong(characters: characters), source: source, range: 0..<0)
        }
        return characters
    }
}

extension EventPattern {
    /// Whether an event matches: whether it satisfies one of the ``alternatives``.
    public func matches(_ event: FlatEvent) -> Bool {
        alternatives.contains { alternative in
            var evaluation = AlternativeEvaluation(alternative.fields, of: event)
            return evaluation.firstSolution() != nil
        }
    }
}

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
