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
