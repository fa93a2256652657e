public import Diagnostics
public import TextFormats

extension PatternError {
    /// Why a text is not an event pattern. ``sentence(locating:)`` has EventBridge's words for each case.
    ///
    /// Bytes in a case are the key, word or number at fault. A `position` counts bytes from the quote that opens the string.
    ///
    /// Source of the sentences: event-ruler's JsonRuleCompiler, CIDR and WildcardParser; the recorded answers of the
    /// service.
    public enum Reason: Error, Hashable, Sendable {
        // The shape of a pattern.
        case notAnObject
        case emptyObject
        case emptyArray
        case notObjectOrArray(key: [UInt8])
        case nestedArray

        // Match expressions.
        case operatorMissing
        case unknownOperator([UInt8])
        case secondKey
        case operandNotString(of: Operand)
        case nestedOperatorMissing(in: NestingOperator)
        case nestedOperatorUnsupported([UInt8], in: NestingOperator)
        case existsNotBoolean
        case consecutiveStars(position: Int)
        case invalidWildcardEscape(position: Int)

        // anything-but.
        case anythingButValue
        case anythingButListMember
        case anythingButMixedList
        case anythingButIgnoreCaseMember
        case emptyPrefixOrSuffix

        // numeric.
        case numericNotArray
        case numericFirstMember([UInt8])
        case numericOperator([UInt8])
        case numericValueMissing(after: [UInt8])
        case numericThirdMember([UInt8])
        case numericSecondOperator([UInt8])
        case numericTooManyTerms
        case tooManyElements
        case bottomNotBelowTop
        case notComparable([UInt8])
        case exponentTooLarge

        // cidr.
        case cidrWithoutSlash
        case cidrBitsNotInteger
        case cidrBitsNegative
        case cidrBitsTooMany(IPAddress.Family)
        case nonstandardAddress([UInt8])
        case invalidAddress([UInt8])

        // $or.
        case orNotArray
        case orMemberNotObject
        case orTooShort
        case reservedInOr([UInt8])

        // Limits.
        case tooComplex
        case tooDeep
        case numberTooLong(characters: Int)

        // JSON.
        case syntax(JSONMistake)

        // What relay alone refuses, or refuses in words of its own.
        case tooLong(characters: Int)
        case tooManyAlternatives
        case tooManyFields(Int)
        case trailingText
        /// event-ruler accepts such a list, and then fails while matching.
        case emptyExclusion
        case notUTF8
    }

    /// An operand that must be a string, by the name that EventBridge gives it.
    public enum Operand: String, Hashable, Sendable {
        case exact, prefix, suffix, wildcard
        case equalsIgnoreCase = "equals-ignore-case"
        case excludedPrefixOrSuffix = "prefix/suffix"
    }

    /// An operator that can hold another.
    public enum NestingOperator: String, Hashable, Sendable {
        case prefix = "Prefix"
        case suffix = "Suffix"
        case anythingBut = "Anything-But"
    }
}

extension PatternError.Reason: CustomStringConvertible {
    /// The reason in EventBridge's words; places in it as `line L, column C`.
    public var description: String { sentence { $0.description } }

    /// The reason in words.
    ///
    /// - Parameter locate: how to name another place in the pattern, for the few sentences that point at two.
    public func sentence(locating locate: (SourceLocation) -> String) -> String {
        switch self {
        case .notAnObject: "Filter is not an object"
        case .emptyObject: "Empty objects are not allowed"
        case .emptyArray: "Empty arrays are not allowed"
        case .notObjectOrArray(let key): "\"\(Self.text(key))\" must be an object or an array"
        case .nestedArray: "Match value must be String, number, true, false, or null"

        case .operatorMissing: "Match expression name not found"
        case .unknownOperator(let name): "Unrecognized match type \(Self.text(name))"
        case .secondKey: "Only one key allowed in match expression"
        case .operandNotString(let operand): "\(operand.rawValue) match pattern must be a string"
        case .nestedOperatorMissing(let outer): "\(outer.rawValue) expression name not found"
        case .nestedOperatorUnsupported(let name, let outer):
            "Unsupported \(outer.rawValue.lowercased()) pattern: \(Self.text(name))"
        case .existsNotBoolean: "exists match pattern must be either true or false."
        case .consecutiveStars(let position): "Consecutive wildcard characters at pos \(position)"
        case .invalidWildcardEscape(let position): "Invalid escape character at pos \(position)"

        case .anythingButValue: "Value of anything-but must be an array or single string/number value."
        case .anythingButListMember: "Inside anything but list, start|null|boolean is not supported."
        case .anythingButMixedList:
            "Inside anything but list, either all values are number or string, mixed type is not supported"
        case .anythingButIgnoreCaseMember:
            "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
        case .emptyPrefixOrSuffix: "Null prefix/suffix not allowed"

        case .numericNotArray: "Value of numeric must be an array."
        case .numericFirstMember(let text): "Invalid member in numeric match: \(Self.text(text))"
        case .numericOperator(let text): "Unrecognized numeric range operator: \(Self.text(text))"
        case .numericValueMissing(let text):
            "Value of \(text.elementsEqual("=".utf8) ? "equals" : Self.text(text)) must be numeric"
        case .numericThirdMember(let text): "Bad value in numeric range: \(Self.text(text))"
        case .numericSecondOperator(let text): "Bad numeric range operator: \(Self.text(text))"
        case .numericTooManyTerms: "Too many terms in numeric range expression"
        case .tooManyElements: "Too many elements in numeric expression"
        case .bottomNotBelowTop: "Bottom must be less than top"
        case .notComparable(let text): "Cannot compare number : \(Self.text(text))"
        case .exponentTooLarge: "value exceeds limits"

        case .cidrWithoutSlash: "Malformed CIDR, one '/' required"
        case .cidrBitsNotInteger: "Malformed CIDR, mask bits must be an integer"
        case .cidrBitsNegative: "Malformed CIDR, mask bits must not be negative"
        case .cidrBitsTooMany(.v4): "IPv4 mask bits must be < 32"
        case .cidrBitsTooMany(.v6): "IPv6 mask bits must be < 128"
        case .nonstandardAddress(let text): "Nonstandard IP address: \(Self.text(text))"
        case .invalidAddress(let text): "Invalid IP address: \(Self.text(text))"

        case .orNotArray: "It must be an Array followed with $or."
        case .orMemberNotObject: "Only JSON object is allowed in array of $or relationship."
        case .orTooShort: "There must have at least 2 Objects in $or relationship."
        case .reservedInOr(let name):
            "\(Self.text(name)) is Ruler reserved fieldName which cannot be used inside $or."

        case .tooComplex:
            "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after"
                + " a wildcard character"
        case .tooDeep:
            "Document nesting depth (\(EventPattern.depthLimit + 1)) exceeds the maximum allowed"
                + " (\(EventPattern.depthLimit), from `StreamReadConstraints.getMaxNestingDepth()`)"
        case .numberTooLong(let characters):
            "Number value length (\(characters)) exceeds the maximum allowed"
                + " (\(EventPattern.numberCharactersLimit), from `StreamReadConstraints.getMaxNumberLength()`)"

        case .syntax(let mistake): mistake.sentence(locating: locate)

        case .tooLong(let characters):
            "The pattern has \(characters) characters, at most \(EventPattern.charactersLimit) are allowed"
        case .tooManyAlternatives:
            "Or operator is producing over \(EventPattern.alternativesLimit) rule combinations"
        case .tooManyFields(let count):
            "The pattern has \(count) fields in one combination, at most \(EventPattern.fieldsLimit) are allowed"
        case .trailingText: "Text after the end of the pattern"
        case .emptyExclusion: "An anything-but list must name something to exclude"
        case .notUTF8: "The pattern is not UTF-8"
        }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
