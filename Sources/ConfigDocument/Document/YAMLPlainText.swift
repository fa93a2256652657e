import TextFormats

/// What plain YAML text stands for, by the core schema of YAML 1.2.
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

    /// Longer text is taken for a string without looking.
    private static let numberBytesLimit = 1_000

    /// Nil when the bytes are no number in any notation; a nil ambiguity when they are one in JSON's.
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
