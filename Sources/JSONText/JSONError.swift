/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a text.
    public enum Reason: Hashable, Sendable {
        /// Nothing but white space.
        case emptyText
        /// The text ends inside something.
        case unexpectedEnd(inside: Construct)
        /// A byte that cannot stand here.
        case unexpectedByte(UInt8, expected: Expectation)
        /// A byte order mark (U+FEFF), which RFC 8259 forbids in transmitted JSON.
        case byteOrderMark
        /// A control character that is not escaped, inside a string.
        case controlCharacter(UInt8)
        /// A backslash before a character that has no escape.
        case invalidEscape(UInt8)
        /// `\u` without four hexadecimal digits; the byte is the first that is not one.
        case invalidUnicodeEscape(UInt8)
        /// A byte that is not UTF-8.
        case invalidUTF8(UInt8)
        /// A number that begins with a superfluous zero.
        case leadingZero
        /// A number that lacks a digit after its sign, decimal point or exponent mark; the byte stands in its place.
        case missingDigit(UInt8, after: NumberPart)
        /// A word other than `true`, `false` and `null`.
        case unknownWord
        /// Nested deeper than the limit.
        case tooDeep(limit: Int)
        /// A number of more characters than the limit.
        case numberTooLong(limit: Int)
        /// Something other than white space after the value.
        case trailingText(UInt8)
        /// A text too long to index.
        case textTooLong(limit: Int)
        /// More keys and values than the caller wants to index.
        case tooManyValues(limit: Int)
    }

    /// What a text can end inside of.
    public enum Construct: String, Hashable, Sendable {
        case object, array, string, number, word
    }

    /// What can stand at a place, in the words of messages.
    public enum Expectation: String, Hashable, Sendable {
        case value = "a value"
        case valueOrEnd = "a value or ']'"
        case key = "a key in double quotes"
        case keyOrEnd = "a key in double quotes or '}'"
        case colon = "':'"
        case commaOrEndOfObject = "',' or '}'"
        case commaOrEndOfArray = "',' or ']'"
    }

    /// The parts of a number that a digit must follow.
    public enum NumberPart: String, Hashable, Sendable {
        case minus = "the minus sign"
        case point = "the decimal point"
        case exponent = "the exponent mark"
    }

    /// What is wrong.
    public let reason: Reason
    /// In bytes from the start of the text.
    public let offset: Int

    /// - Parameters:
    ///   - reason: ``reason``.
    ///   - offset: ``offset``.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The reason and the offset.
    public var description: String { "\(reason) at byte \(offset)" }
}

extension JSONError.Reason: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .emptyText: "no JSON value: the text is empty"
        case .unexpectedEnd(let construct):
            "the text ends inside \(construct == .object || construct == .array ? "an" : "a") \(construct.rawValue)"
        case .unexpectedByte(let byte, let expected): "unexpected \(Self.name(byte)), expected \(expected.rawValue)"
        case .byteOrderMark: "unexpected byte order mark: JSON text begins without one"
        case .controlCharacter(let byte): "control character \(Self.name(byte)) in a string must be escaped"
        case .invalidEscape(let byte): "unknown escape: backslash before \(Self.name(byte))"
        case .invalidUnicodeEscape(let byte): "expected four hexadecimal digits after \\u, found \(Self.name(byte))"
        case .invalidUTF8(let byte): "\(Self.name(byte)) is not UTF-8 here"
        case .leadingZero: "a number may not begin with a superfluous zero"
        case .missingDigit(let byte, let part): "expected a digit after \(part.rawValue), found \(Self.name(byte))"
        case .unknownWord: "unknown word, expected true, false or null"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .numberTooLong(let limit): "a number of more than \(limit) characters"
        case .trailingText(let byte): "unexpected \(Self.name(byte)) after the end of the value"
        case .textTooLong(let limit): "a text of more than \(limit) bytes"
        case .tooManyValues(let limit): "more than \(limit) keys and values"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case 0x21..<0x7F: return "'\(Character(Unicode.Scalar(byte)))'"
        case 0x20: return "blank"
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return "byte 0x\(digits.count < 2 ? "0" : "")\(digits)"
        }
    }
}
