import TextFormats

/// Swift compares and splits strings by grapheme and canonical equivalence, AWS byte by byte.
extension String {
    func startsWithBytes(of prefix: String) -> Bool {
        let (bytes, start) = (utf8.span, prefix.utf8.span)
        guard bytes.count >= start.count else { return false }
        for index in start.indices where bytes[index] != start[index] { return false }
        return true
    }

    /// The text of some bytes of UTF-8, which begin and end between characters.
    func string(inBytes range: Range<Int>) -> String {
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(Substring(utf8[start..<utf8.index(start, offsetBy: range.count)]))
    }

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

    /// The text; nil when it is empty or holds only white space, control characters and invisible characters.
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
