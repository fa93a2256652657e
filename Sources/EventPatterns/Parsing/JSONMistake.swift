public import Diagnostics

/// What is wrong with a pattern as JSON, in the words of Jackson, which EventBridge passes on.
///
/// Source: jackson-core 2.19, ReaderBasedJsonParser and ParserMinimalBase.
public enum JSONMistake: Hashable, Sendable {
    /// A UTF-16 unit that cannot stand here.
    case unexpected(UInt16, Expectation)
    /// A UTF-16 unit that cannot stand in a number.
    case unexpectedInNumber(UInt16, NumberExpectation)
    /// A number such as `01`.
    case leadingZero
    /// A word other than `true`, `false` and `null`, as far as it was read.
    case unknownWord(String)
    /// `NaN` or an infinity.
    case notANumber(String)
    /// A backslash before a character that has no escape.
    case unknownEscape(UInt16)
    /// A control character, as a UTF-16 unit, that a string must escape.
    case controlCharacter(UInt16, in: StringKind)
    /// A control character between tokens.
    case illegalSpace(UInt16)
    /// `]` where `}` is due, or the reverse; `start` is where the open container begins.
    case mismatchedClose(UInt16, container: Container, start: SourceLocation)
    /// A closing bracket with nothing open.
    case extraClose(Container)
    /// The text ends inside a container that begins at `start`.
    case unclosed(Container, start: SourceLocation)
    /// The text ends inside something else.
    case endOfInput(EndOfInput)

    /// A JSON object or array, by Jackson's name for it.
    public enum Container: String, Hashable, Sendable {
        case object = "Object"
        case array = "Array"
    }

    /// What the string is in which the mistake stands, by Jackson's name for it.
    public enum StringKind: String, Hashable, Sendable {
        case key = "name"
        case value = "string value"
    }

    /// What Jackson expected instead.
    public enum Expectation: Hashable, Sendable {
        case value, valueNotClose, key, colon, rootSpace
        case comma(Container)
        case comment
        case hexDigit
    }

    /// What Jackson expected in a number, in its own words.
    public enum NumberExpectation: String, Hashable, Sendable {
        case digitAfterPoint = "Decimal point not followed by a digit"
        case digitAfterExponent = "Exponent indicator not followed by a digit"
        case digitAfterMinus = "expected digit (0-9) to follow minus sign, for valid numeric value"
        case noPlus =
            "JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow"
    }

    /// Where the text ends too early.
    public enum EndOfInput: Hashable, Sendable {
        case key, string, escape, afterMinus, afterPlus, inExponent
        case between(Container)
    }
}

extension JSONMistake {
    func sentence(locating locate: (SourceLocation) -> String) -> String {
        switch self {
        case .unexpected(let unit, let expectation):
            "Unexpected character (\(Self.name(unit))): \(expectation.sentence)"
        case .unexpectedInNumber(let unit, let expectation):
            "Unexpected character (\(Self.name(unit))) in numeric value: \(expectation.rawValue)"
        case .leadingZero: "Invalid numeric value: Leading zeroes not allowed"
        case .unknownWord(let word):
            "Unrecognized token '\(word)': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
        case .notANumber(let word):
            "Non-standard token '\(word)': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"
        case .unknownEscape(let unit): "Unrecognized character escape \(Self.name(unit))"
        case .controlCharacter(let unit, let kind):
            "Illegal unquoted character (\(Self.name(unit))): has to be escaped using backslash to be included in \(kind.rawValue)"
        case .illegalSpace(let unit):
            "Illegal character (\(Self.name(unit))): only regular white space (\\r, \\n, \\t) is allowed between tokens"
                + (unit == 0x1E ? Self.recordSeparatorAdvice : "")
        case .mismatchedClose(let unit, let container, let start):
            "Unexpected close marker '\(Self.character(unit))': expected '\(unit == UInt16(ascii: "]") ? "}" : "]")'"
                + " (for \(container.rawValue) starting at \(locate(start)))"
        case .extraClose(let container):
            "Unexpected close marker '\(container == .array ? "]" : "}")': no open \(container.rawValue) to close"
        case .unclosed(let container, let start):
            "Unexpected end-of-input: expected close marker for \(container.rawValue) (start marker at \(locate(start)))"
        case .endOfInput(let place): "Unexpected end-of-input\(place.sentence)"
        }
    }

    private static let recordSeparatorAdvice =
        " (consider enabling `JsonReadFeature.ALLOW_RS_CONTROL_CHAR` to allow use of Record Separators (\\u001E))"

    /// A character with its number, as Jackson shows it.
    private static func name(_ unit: UInt16) -> String {
        if unit < 0x20 || (0x7F..<0xA0).contains(unit) { return "(CTRL-CHAR, code \(unit))" }
        let code = unit > 255 ? "\(unit) / 0x\(String(unit, radix: 16))" : "\(unit)"
        return "'\(character(unit))' (code \(code))"
    }

    /// Half a pair of surrogates is no character by itself; Java writes `?` for it.
    private static func character(_ unit: UInt16) -> String {
        Unicode.Scalar(unit).map { String(Character($0)) } ?? "?"
    }
}

extension JSONMistake.Expectation {
    fileprivate var sentence: String {
        switch self {
        case .value: "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
        case .valueNotClose: "expected a value"
        case .rootSpace: "Expected space separating root-level values"
        case .key: "was expecting double-quote to start field name"
        case .colon: "was expecting a colon to separate field name and value"
        case .comma(let container): "was expecting comma to separate \(container.rawValue) entries"
        case .comment:
            "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)"
        case .hexDigit: "expected a hex-digit for character escape sequence"
        }
    }
}

extension JSONMistake.EndOfInput {
    fileprivate var sentence: String {
        switch self {
        case .key: " in field name"
        case .string: ": was expecting closing quote for a string value"
        case .escape: " in character escape sequence"
        // Jackson forgets the blank.
        case .afterMinus: "No digit following sign"
        case .inExponent: "expected a digit for number exponent"
        case .afterPlus: " in a Number value"
        case .between(let container): " within/between \(container.rawValue) entries"
        }
    }
}
