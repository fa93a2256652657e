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
