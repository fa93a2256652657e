/// A text taken out of a file, with the place in the file of each of its bytes.
///
/// A pattern or a template is parsed by itself, and its errors have offsets in its own text. This translates them to
/// offsets in the file, although the file has indentation, quotes and escapes of its own.
package struct MappedText: Hashable, Sendable {
    /// The text as UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// For each byte the offset in the file of what it was made from.
    private var places: [Int] = []

    /// An empty text.
    package init() {}

    /// A text that stands in the file as it is.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
        places = Array(bytes.indices)
    }

    /// The text as a string.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// - Parameter place: The offset in the file of what the byte was made from.
    package mutating func append(_ byte: UInt8, from place: Int) {
        bytes.append(byte)
        places.append(place)
    }

    /// Appends bytes that were all made from one place in the file.
    package mutating func append(_ text: some Sequence<UInt8>, from place: Int) {
        for byte in text { append(byte, from: place) }
    }

    /// The bytes of the file that a range of this text was made from; never empty, and at the end of the text its last
    /// byte.
    package func place(of range: Range<Int>) -> Range<Int> {
        guard let last = places.last else { return 0..<0 }
        let start = range.lowerBound < places.count ? places[max(range.lowerBound, 0)] : last
        let final =
            range.upperBound > range.lowerBound && range.upperBound <= places.count
            ? places[range.upperBound - 1] : start
        return start..<max(start, final) + 1
    }
}

/// Finds for each byte of a string's value the place in the file where it is written.
///
/// Value and file are compared side by side: where they differ, the file has an escape, a doubled quote, or the white
/// space of folding and indentation. Every byte that is not white space gets its exact place; white space gets a place
/// between its neighbours.
struct ScalarPlaces {
    private let file: [UInt8]
    private let style: DocumentScalar.Style
    private var index: Int

    /// The value of a scalar with its places.
    static func map(_ scalar: DocumentScalar, at range: Range<Int>, in file: [UInt8]) -> MappedText {
        var places = ScalarPlaces(file: file, style: scalar.style, index: range.lowerBound)
        return places.walk(Array(scalar.text.utf8))
    }

    private mutating func walk(_ value: [UInt8]) -> MappedText {
        skipOpening()
        var mapped = MappedText()
        var remaining = 0  // Bytes of the value still to come from the escape at `escapeStart`.
        var escapeStart = index
        for byte in value {
            if remaining > 0 {
                remaining -= 1
                mapped.append(byte, from: escapeStart)
                continue
            }
            skipContinuations()
            if hasEscapes, current == UInt8(ascii: "\\") {
                escapeStart = index
                mapped.append(byte, from: index)
                remaining = Self.utf8Length(leading: byte) - 1
                index += escapeLength(leading: byte)
                continue
            }
            if !Self.isWhiteSpace(byte) {
                while let next = current, next != byte, Self.isWhiteSpace(next) { index += 1 }
            }
            mapped.append(byte, from: min(index, max(file.count - 1, 0)))
            advance(past: byte)
        }
        return mapped
    }

    private var current: UInt8? { index < file.count ? file[index] : nil }
    private var hasEscapes: Bool { style == .doubleQuoted || style == .json }

    /// Passes an opening quote, or the line of a block scalar's indicator.
    private mutating func skipOpening() {
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted, .json: index += 1
        case .literal, .folded:
            while let byte = current, byte != 0x0A {
                index += 1
                _ = byte
            }
            index += 1
            skipIndentation()
        }
    }

    /// Passes a backslash at the end of a line, which joins it to the next one.
    private mutating func skipContinuations() {
        guard style == .doubleQuoted else { return }
        while current == UInt8(ascii: "\\"), index + 1 < file.count, file[index + 1] == 0x0A || file[index + 1] == 0x0D
        {
            index += 1
            while let byte = current, Self.isWhiteSpace(byte) {
                index += 1
                _ = byte
            }
        }
    }

    private mutating func advance(past byte: UInt8) {
        guard let found = current else { return }
        if byte == 0x0A {
            // A line of the value ends where one of the file does, or where folding put a blank line.
            if found == 0x0D { index += 1 }
            if current == 0x0A { index += 1 }
            skipIndentation()
        } else if found == byte {
            index += 1
            if style == .singleQuoted, byte == UInt8(ascii: "'"), current == byte { index += 1 }
        } else if byte == 0x20, found == 0x0A || found == 0x0D {
            index += 1
            skipIndentation()
        }
    }

    private mutating func skipIndentation() {
        while current == 0x20 || current == 0x09 { index += 1 }
    }

    /// How many bytes of the file the escape at ``index`` takes.
    private func escapeLength(leading byte: UInt8) -> Int {
        guard index + 1 < file.count else { return 1 }
        switch file[index + 1] {
        case UInt8(ascii: "x") where style == .doubleQuoted: return 4
        case UInt8(ascii: "u"): return style == .json && byte >= 0xF0 ? 12 : 6
        case UInt8(ascii: "U") where style == .doubleQuoted: return 10
        default: return 2
        }
    }

    private static func utf8Length(leading byte: UInt8) -> Int {
        byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
