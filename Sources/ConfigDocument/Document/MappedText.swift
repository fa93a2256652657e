/// A text taken out of a file, with the place in the file of each of its bytes.
///
/// A pattern or a template is parsed by itself, and its errors say where in it they are; this says where in the file
/// that is, though the file spells the text with indentation, quotes and escapes of its own.
package struct MappedText: Hashable, Sendable {
    package private(set) var bytes: [UInt8] = []
    /// For each byte the offset in the file of what it was made from.
    private var places: [Int] = []

    package init() {}

    /// A text that stands in the file as it is.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
        places = Array(bytes.indices)
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func append(_ byte: UInt8, from place: Int) {
        bytes.append(byte)
        places.append(place)
    }

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
