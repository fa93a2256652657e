public import Diagnostics

/// Why a text is not an event pattern, and where.
///
/// ``awsMessage`` is the service's own answer, byte for byte. ``description`` is for people: the place in the file, the
/// reason, the line with the words at fault marked, and what was probably meant.
public struct PatternError: Error, Hashable, Sendable {
    /// What is wrong with the pattern.
    public let reason: Reason
    /// The pattern's text.
    public let source: SourceText
    /// The bytes at fault in the source.
    public let range: Range<Int>
    /// The places EventBridge names: where its parser stood, usually just after the fault. Most errors have one; those
    /// inside an `anything-but` list two, those about an address or the whole pattern none.
    public let reportedLocations: [SourceLocation]
    /// The word that was probably meant.
    public let suggestion: String?

    /// Where the fault begins, in bytes from the start of the source.
    public var offset: Int { range.lowerBound }

    /// The line and column that EventBridge names; nil where it names none.
    public var reportedLocation: SourceLocation? { reportedLocations.first }

    init(
        _ reason: Reason, source: SourceText, range: Range<Int>, reportedLocations: [SourceLocation] = [],
        suggestion: String? = nil
    ) {
        self.reason = reason
        self.source = source
        self.range = range
        self.reportedLocations = reportedLocations
        self.suggestion = suggestion
    }

    /// The same error as EventBridge reports it from within an `anything-but` list: with one more place.
    func reported(alsoAt location: SourceLocation) -> PatternError {
        PatternError(
            reason, source: source, range: range, reportedLocations: reportedLocations + [location],
            suggestion: suggestion)
    }
}

extension PatternError: CustomStringConvertible {
    /// Several lines: place and reason, the line of the source with the fault marked, help if there is some.
    public var description: String {
        var lines = [
            "\(source.place(ofByte: offset)): \(reason.sentence { source.place(ofByte: source.offset(of: $0)) })",
            source.excerpt(ofBytes: range),
        ]
        if let help { lines.append("  help: \(help)") }
        return lines.joined(separator: "\n")
    }
}

extension PatternError {
    /// What EventBridge answers to the pattern (`InvalidEventPatternException`); nil where relay alone refuses it, or
    /// where the service's words are not known.
    public var awsMessage: String? {
        switch reason {
        case .tooLong, .tooManyAlternatives, .tooManyFields, .trailingText, .emptyExclusion, .notUTF8: return nil
        default: break
        }
        let sentence = reason.sentence { quoted($0) }
        let places = reportedLocations.map { "\n at \(quoted($0))" }
        return "Event pattern is not valid. Reason: \(sentence)\(places.joined())"
    }

    /// A place as Jackson writes it, with the source itself.
    private func quoted(_ location: SourceLocation) -> String {
        "[Source: (String)\(quotedSource); line: \(location.line), column: \(location.column)]"
    }

    /// The source's first 500 UTF-16 units in quotes, control characters escaped except for line ends.
    private var quotedSource: String {
        let units = Array(String(decoding: source.bytes, as: UTF8.self).utf16)
        var quoted = units.prefix(Self.quotedUnitsLimit)
        // Java writes "?" for half a character.
        if let last = quoted.last, UTF16.isLeadSurrogate(last) { quoted[quoted.endIndex - 1] = UInt16(ascii: "?") }
        var text = ""
        for scalar in String(decoding: quoted, as: UTF16.self).unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D: text.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F..<0xA0:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        guard units.count > Self.quotedUnitsLimit else { return "\"\(text)\"" }
        return "\"\(text)\"[truncated \(units.count - Self.quotedUnitsLimit) chars]"
    }

    /// How much of a source Jackson quotes.
    static let quotedUnitsLimit = 500
}

extension PatternError {
    /// What to do about it, in one line: the word that was probably meant, or how such a thing is written.
    public var help: String? {
        if let suggestion { return "did you mean \(suggestion)?" }
        return reason.advice
    }
}

extension PatternError.Reason {
    /// How what was meant is written, where the service's sentence leaves that open.
    var advice: String? {
        switch self {
        case .emptyArray: #"for a field that must not be there write [{"exists": false}]"#
        case .nestedArray: "the values of an array are alternatives already; arrays in it have no meaning"
        case .secondKey: "write an expression for each operator; they are alternatives"
        case .operandNotString: "for several values write an expression for each; they are alternatives"
        case .nestedOperatorUnsupported(_, .anythingBut):
            "inside anything-but may stand prefix, suffix, equals-ignore-case or wildcard"
        case .nestedOperatorUnsupported: "only equals-ignore-case can stand here"
        case .existsNotBoolean: "write true or false, without quotes"
        case .consecutiveStars: "one star stands for any run of characters"
        case .invalidWildcardEscape: #"a star as a character is written \\* in JSON, a backslash \\\\"#
        case .anythingButValue, .anythingButListMember, .anythingButMixedList:
            "write strings only, or numbers only"
        case .anythingButIgnoreCaseMember: "write strings only"
        case .emptyPrefixOrSuffix: "every string begins and ends with an empty one"
        case .tooComplex: "use fewer stars, or parts between them that differ more"
        case .orNotArray: #"write "$or": [{…}, {…}]"#
        case .orTooShort: "for a single branch leave $or out"
        case .reservedInOr: "inside $or a field cannot have this name"
        case .trailingText: "delete what follows the closing brace"
        default: rangeAdvice
        }
    }

    private var rangeAdvice: String? {
        switch self {
        case .numericNotArray, .numericFirstMember: #"write [">", 0] or [">", 0, "<=", 5]"#
        case .numericOperator: "the operators are =, <, <=, > and >="
        case .numericThirdMember, .numericSecondOperator, .numericTooManyTerms, .tooManyElements:
            #"a range is written with its lower bound first, [">", 0, "<=", 5]; an expression has one key"#
        case .numericValueMissing: "a number is written without quotes"
        case .bottomNotBelowTop: #"a single value is written ["=", 5]"#
        case .notComparable: "a double does not hold this number as it is written"
        case .cidrWithoutSlash, .cidrBitsNotInteger, .cidrBitsNegative: "write address/bits, as 10.0.0.0/8"
        case .cidrBitsTooMany: "for a single address write it as a plain string"
        default: nil
        }
    }
}
