import Diagnostics

/// Plain YAML text that means one thing to a reader of YAML 1.1 and another to a reader of YAML 1.2.
///
/// relay never guesses which was meant: it asks for quotes. Keys are exempt, since a key is text in any case.
///
/// Source: YAML 1.1 types (yaml.org/type: bool, int, float) against YAML 1.2.2, section 10.3.2, "Tag Resolution".
package enum YAMLAmbiguity: Hashable, Sendable {
    /// `yes`, `no`, `on`, `off`: booleans in YAML 1.1, text in 1.2. (`y` and `n` hardly any reader takes for booleans,
    /// though YAML 1.1 says so: they are text.)
    case booleanWord
    /// `0123`: octal in YAML 1.1, decimal in 1.2; an account number that begins with 0 looks like this.
    case leadingZero
    /// `0x1F`, `0o17`, `0b1`, `1_000`, `+1`, `.5`, `1.`, `.inf`, `.nan`: numbers to some readers, and no JSON numbers.
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
    /// Asks for the quotes that make the meaning plain.
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
