import TextFormats

/// Swift compares and splits strings by grapheme and canonical equivalence, AWS byte by byte.
extension String {
    func startsWithBytes(of prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    func endsWithBytes(of suffix: String) -> Bool { utf8.reversed().starts(with: suffix.utf8.reversed()) }

    /// The parts between the separators, empty ones included, with the rest after `maxSplits` separators uncut.
    func split(atByte separator: UInt8, maxSplits: Int = .max) -> [String] {
        utf8.split(separator: separator, maxSplits: maxSplits, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
    }

    /// What follows the first separator; nil without one.
    func after(firstByte separator: UInt8) -> String? {
        let parts = split(atByte: separator, maxSplits: 1)
        return parts.count == 2 ? parts[1] : nil
    }

    /// The text, or nil when nobody would see any of it: empty, or white space, controls and invisible characters.
    var visible: String? {
        let isVisible = unicodeScalars.contains { scalar in
            if scalar.isASCII { return scalar.value > 0x20 && scalar.value != 0x7F }
            let properties = scalar.properties
            guard !properties.isWhitespace, !properties.isDefaultIgnorableCodePoint else { return false }
            return ![.control, .format, .unassigned].contains(properties.generalCategory)
        }
        return isVisible ? self : nil
    }
}
