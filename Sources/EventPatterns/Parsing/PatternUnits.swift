import Diagnostics

/// A pattern's text as UTF-16, the units in which EventBridge counts columns, with the byte that each begins at.
struct PatternUnits: Sendable {
    let units: [UInt16]
    /// One for each unit and one for the end. Both halves of a pair of surrogates have the character's own offset.
    private let offsets: [Int]

    init(_ source: SourceText) {
        var units: [UInt16] = []
        var offsets: [Int] = []
        units.reserveCapacity(source.bytes.count)
        offsets.reserveCapacity(source.bytes.count + 1)
        var offset = 0
        for scalar in String(decoding: source.bytes, as: UTF8.self).unicodeScalars {
            for unit in scalar.utf16 {
                units.append(unit)
                offsets.append(offset)
            }
            offset += scalar.utf8.count
        }
        offsets.append(offset)
        self.units = units
        self.offsets = offsets
    }

    func byteOffset(ofUnit index: Int) -> Int {
        offsets[min(max(index, 0), units.count)]
    }

    /// The bytes that a range of units covers.
    func bytes(_ range: Range<Int>) -> Range<Int> {
        let start = byteOffset(ofUnit: range.lowerBound)
        return start..<max(start, byteOffset(ofUnit: range.upperBound))
    }
}
