import Diagnostics
import TextFormats

/// Resolves plain YAML text to a value, by the core schema of YAML 1.2.
enum YAMLPlainText {
    static func kind(of text: String) -> DocumentScalar.Kind {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
            return .ambiguous(.booleanWord)
        default: break
        }
        let bytes = Array(text.utf8)
        guard bytes.count <= numberBytesLimit, let ambiguity = numberAmbiguity(bytes) else { return .string }
        return ambiguity.map { .ambiguous($0) } ?? .number
    }

    /// Longer text is always a string.
    private static let numberBytesLimit = 1_000

    /// Nil when the bytes are not a number in any notation; an inner nil when they are a number in JSON's notation.
    private static func numberAmbiguity(_ bytes: [UInt8]) -> YAMLAmbiguity?? {
        let unsigned =
            bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        guard let first = unsigned.first else { return nil }
        let lowered = String(decoding: unsigned, as: UTF8.self).lowercased()
        if [".inf", ".nan"].contains(lowered) { return .some(.unusualNumber) }
        guard first.isASCIIDigit || first == UInt8(ascii: ".") else { return nil }
        if hasPrefix(lowered, "0x", digits: "0123456789abcdef_") || hasPrefix(lowered, "0o", digits: "01234567_")
            || hasPrefix(lowered, "0b", digits: "01_")
        {
            return .some(.unusualNumber)
        }
        if unsigned.contains(UInt8(ascii: ":")) { return isBase60(unsigned) ? .some(.base60) : nil }
        return decimalAmbiguity(unsigned, isPositive: bytes.first == UInt8(ascii: "+"))
    }

    private static func hasPrefix(_ text: String, _ prefix: String, digits: String) -> Bool {
        text.utf8.count > prefix.utf8.count && text.utf8.starts(with: prefix.utf8)
            && text.utf8.dropFirst(prefix.utf8.count).allSatisfy(digits.utf8.contains)
    }

    /// Digits with underscores, a fraction, an exponent.
    private static func decimalAmbiguity(_ bytes: ArraySlice<UInt8>, isPositive: Bool) -> YAMLAmbiguity?? {
        var rest = bytes
        let whole = take(&rest, while: { $0.isASCIIDigit || $0 == UInt8(ascii: "_") })
        var fraction: ArraySlice<UInt8>?
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = take(&rest, while: { $0.isASCIIDigit || $0 == UInt8(ascii: "_") })
        }
        let digits = Array(whole) + Array(fraction ?? [])
        guard digits.contains(where: \.isASCIIDigit) else { return nil }
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
            guard !take(&rest, while: \.isASCIIDigit).isEmpty else { return nil }
        }
        guard rest.isEmpty else { return nil }
        if digits.contains(UInt8(ascii: "_")) || whole.isEmpty || fraction?.isEmpty == true || isPositive {
            return .some(.unusualNumber)
        }
        return whole.count > 1 && whole.first == UInt8(ascii: "0") ? .some(.leadingZero) : .some(nil)
    }

    private static func isBase60(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.dropFirst().allSatisfy { part in
            (1...2).contains(part.count) && part.allSatisfy(\.isASCIIDigit)
                && (part.count == 1 || part.first.map { $0 < UInt8(ascii: "6") } == true)
        } && parts.first.map { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) } == true
    }

    private static func take(_ bytes: inout ArraySlice<UInt8>, while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = bytes.prefix(while: holds)
        bytes = bytes.dropFirst(taken.count)
        return taken
    }
}

/// Plain YAML text that means one thing to a reader of YAML 1.1 and another to a reader of YAML 1.2.
///
/// relay never guesses which was meant: it asks for quotes. Keys are exempt, since a key is always text.
///
/// Source: YAML 1.1 types (yaml.org/type: bool, int, float) against YAML 1.2.2, section 10.3.2, "Tag Resolution".
package enum YAMLAmbiguity: Hashable, Sendable {
    /// `yes`, `no`, `on`, `off`: booleans in YAML 1.1, text in 1.2. (`y` and `n` are booleans in YAML 1.1 too, but
    /// hardly any reader treats them so: they are text here.)
    case booleanWord
    /// `0123`: octal in YAML 1.1, decimal in 1.2; an account number that begins with 0 looks like this.
    case leadingZero
    /// `0x1F`, `0o17`, `0b1`, `1_000`, `+1`, `.5`, `1.`, `.inf`, `.nan`: numbers to some readers, and not JSON numbers.
    case unusualNumber
    /// `12:30:00`: a number in base 60 in YAML 1.1, text in 1.2.
    case base60

    var kindName: String {
        switch self {
        case .booleanWord: "a word that YAML 1.1 reads as true or false"
        case .leadingZero: "a number that begins with 0"
        case .unusualNumber: "a number in a notation that JSON does not have"
        case .base60: "digits and colons, which YAML 1.1 reads as a number"
        }
    }
}

extension YAMLAmbiguity {
    /// The problem to report, whose help asks for quotes.
    func problem(_ scalar: DocumentScalar, in source: SourceText, at range: Range<Int>) -> Problem {
        let help: String
        switch self {
        case .booleanWord: help = "write \"\(scalar.text)\" in quotes for the text, or true or false"
        case .leadingZero:
            help = "write \"\(scalar.text)\" in quotes for the text (an account number is text), or no leading 0"
        case .unusualNumber: help = "write \"\(scalar.text)\" in quotes for the text, or the number with plain digits"
        case .base60: help = "write \"\(scalar.text)\" in quotes"
        }
        return Problem(
            .ambiguousValue, "\(scalar.text) is \(kindName): readers of YAML do not agree on what it means", help: help,
            in: source, at: range)
    }
}
