/// A text that a person wrote, kept so that errors can show where in it something is wrong.
///
/// Errors elsewhere carry only a byte offset; line, column and caret are worked out here, when they are shown.
public struct SourceText: Hashable, Sendable {
    /// What to call the text: a path, or a word such as `--pattern`. Empty when it has no name.
    public let name: String
    /// The text itself, usually UTF-8; other bytes are shown as U+FFFD.
    public let bytes: [UInt8]

    /// Takes the text as it was read, of any length.
    ///
    /// - Parameter name: As ``name``.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Takes the UTF-8 of a string.
    public init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// A hash of the bytes as 16 hexadecimal digits, to see whether two texts are the same. No protection against
    /// forgery.
    ///
    /// Method: FNV-1a, 64 bits (RFC 9923).
    public var fingerprint: String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// The line and column of a byte. An offset past the end counts as the end.
    public func location(ofByte offset: Int) -> SourceLocation {
        let end = min(max(offset, 0), bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return SourceLocation(line: line, column: Self.utf16Count(bytes[lineStart..<end]) + 1)
    }

    /// The byte at which a line and column stand, the reverse of ``location(ofByte:)``; past a line's end, that end.
    public func offset(of location: SourceLocation) -> Int {
        var offset = 0
        var line = 1
        while line < location.line, offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
            offset += 1
        }
        var column = 1
        while column < location.column, offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            column += Self.utf16Width(bytes[offset])
            offset += 1
        }
        while offset < bytes.count, Self.utf16Width(bytes[offset]) == 0 { offset += 1 }
        return offset
    }

    /// `name:line:column`, or `line L, column C` for a text without a name.
    public func place(ofByte offset: Int) -> String {
        let location = location(ofByte: offset)
        guard !name.isEmpty else { return location.description }
        return "\(name):\(location.line):\(location.column)"
    }

    /// The line around a range of bytes with carets under the range, as two lines of text.
    ///
    /// A long line is cut to about ``excerptColumnsLimit`` columns around the range; control characters are shown as
    /// blanks so that hostile text cannot move the cursor.
    public func excerpt(ofBytes range: Range<Int>) -> String {
        let start = min(max(range.lowerBound, 0), bytes.count)
        var lineStart = start
        while lineStart > 0, bytes[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
        var lineEnd = start
        while lineEnd < bytes.count, bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
        let end = min(max(range.upperBound, start), lineEnd)

        let before = Self.visible(bytes[lineStart..<start])
        let marked = Self.visible(bytes[start..<end])
        let after = Self.visible(bytes[end..<lineEnd])
        let half = Self.excerptColumnsLimit / 2
        let head = before.count > half ? "…" + String(before.suffix(half - 1)) : before
        let shown = marked.count > half ? String(marked.prefix(half - 1)) + "…" : marked
        let tail = after.count > half ? String(after.prefix(half - 1)) + "…" : after

        let number = String(location(ofByte: start).line)
        let gutter = String(repeating: " ", count: number.count)
        let carets = String(repeating: "^", count: max(shown.count, 1))
        return
            "  \(number) | \(head)\(shown)\(tail)\n  \(gutter) | \(String(repeating: " ", count: head.count))\(carets)"
    }

    /// How much of a line an excerpt shows.
    public static let excerptColumnsLimit = 100

    private static func visible(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return text
    }

    private static func utf16Count(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + utf16Width($1) }
    }

    /// UTF-16 units begun by a byte of UTF-8: none by a continuation byte, two by the head of a four-byte sequence.
    private static func utf16Width(_ byte: UInt8) -> Int {
        byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
    }
}

/// A place in a text: line and column from 1, the column in UTF-16 units as AWS's own messages count it.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// From 1, in UTF-16 units from the start of the line.
    public let column: Int

    /// Neither number is checked; both count from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// `line L, column C`.
    public var description: String { "line \(line), column \(column)" }

    /// Order in the text: by line, then by column.
    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
