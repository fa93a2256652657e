/// Hides duplicate keys from Yams, so that the rest of the file is read too.
///
/// Yams refuses a mapping with a duplicate key and reports nothing else about the file. So the first of the two keys is
/// overwritten, in a copy of the text, with as many characters of Unicode's private use area, unique to it, and the
/// text is read again: every other value keeps its line and column. When the nodes are converted, ``name(at:)`` gives
/// the original name. In `{a: 1, b: 2, a: 3}` the first `a` becomes U+E000, and is `a` again in relay's own tree, which
/// holds both.
struct DuplicateKeyMasks {
    /// How many duplicate keys are reported: each needs another reading of the text.
    static let countLimit = 50

    private struct Mask {
        let name: String
        let place: Int
        /// The characters to overwrite: of a quoted key, those between the quotes.
        let content: Range<Int>
    }

    private var masks: [Mask] = []

    /// - Returns: False when the key cannot be masked: too many already, or not to be found as it is written.
    mutating func add(name: String, at place: Int, in bytes: [UInt8]) -> Bool {
        guard masks.count < Self.countLimit, place < bytes.count, !masks.contains(where: { $0.place == place }) else {
            return false
        }
        let quote = bytes[place]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        let begin = isQuoted ? place + 1 : place
        let end = isQuoted ? bytes[begin...].firstIndex(of: quote) ?? begin : begin + name.utf8.count
        guard begin < end, end <= bytes.count, bytes[begin..<end].elementsEqual(name.utf8) else { return false }
        masks.append(Mask(name: name, place: place, content: begin..<end))
        return true
    }

    /// The name of a masked key, by the place where the key begins.
    func name(at place: Int) -> String? {
        masks.first { $0.place == place }?.name
    }

    func applied(to bytes: ArraySlice<UInt8>) -> String {
        var text = bytes
        // From the back, so that a mask, whose characters may be longer, moves nothing that is still to be replaced.
        for (index, mask) in masks.enumerated().sorted(by: { $0.element.place > $1.element.place }) {
            let first = Self.privateUse(index)
            let count = mask.name.unicodeScalars.count
            let replacement = String(
                String.UnicodeScalarView([first] + Array(repeating: Self.filler, count: count - 1)))
            text.replaceSubrange(mask.content, with: Array(replacement.utf8))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let filler: Unicode.Scalar = "\u{F8FF}"

    private static func privateUse(_ index: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(0xE000 + index)) ?? filler
    }
}
