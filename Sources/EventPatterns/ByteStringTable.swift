/// A hash table from byte strings to numbers, looked up by spans so that nothing is copied.
///
/// Many small tables share one: each key carries a label, and strings under different labels are different keys.
struct ByteStringTable: Sendable {
    /// A string with its label.
    struct Key: Hashable {
        var label: Int32
        var bytes: [UInt8]
        /// Whether the string is in lower case and stands for any case of its ASCII letters.
        var isFolded = false
    }

    private struct Entry: Sendable {
        var hash: UInt64
        var label: Int32
        var start: Int32
        var count: Int32
        var value: Int32
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    /// Indices of entries, -1 where free; open addressing, never more than half full.
    private var slots: [Int32]

    /// - Precondition: the bytes of a folded key are in lower case.
    init(_ values: [(key: Key, value: Int32)]) {
        var size = 4
        while size < values.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for (key, value) in values {
            let hash = Self.hash(key.bytes.span, label: key.label, isFolded: key.isFolded)
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(entries.count)
            entries.append(
                Entry(
                    hash: hash, label: key.label, start: Int32(bytes.count), count: Int32(key.bytes.count), value: value
                ))
            bytes += key.bytes
        }
    }

    /// The number of a string under a label. When folded, the case of the string's ASCII letters does not count.
    @inline(__always)
    func value(of string: Span<UInt8>, label: Int32, isFolded: Bool = false) -> Int32? {
        let hash = Self.hash(string, label: label, isFolded: isFolded)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.label == label, Int(entry.count) == string.count {
                let filed = bytes.span.extracting(Int(entry.start)..<Int(entry.start &+ entry.count))
                if isFolded ? string.hasEqualBytesFolded(to: filed) : string.hasEqualBytes(to: filed) {
                    return entry.value
                }
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return nil
    }

    /// Mixes the length with the first, middle and last eight bytes: strings that agree in all of these are compared.
    @inline(__always)
    private static func hash(_ string: Span<UInt8>, label: Int32, isFolded: Bool) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: string.count &+ Int(label) &* 4_099) &* 0x9E37_79B9_7F4A_7C15
        if string.count >= 8 {
            func word(_ offset: Int) -> UInt64 {
                isFolded ? string.word(at: offset).lowercasedASCII : string.word(at: offset)
            }
            hash = (hash ^ word(0)) &* 0xBF58_476D_1CE4_E5B9
            hash = (hash ^ hash >> 32 ^ word(string.count &- 8)) &* 0x94D0_49BB_1331_11EB
            hash = (hash ^ hash >> 32 ^ word((string.count &- 8) >> 1)) &* 0x9E37_79B9_7F4A_7C15
        } else {
            for index in string.indices {
                hash =
                    (hash ^ UInt64(isFolded ? string[index].lowercasedASCII : string[index])) &* 0x0000_0100_0000_01B3
            }
            hash &*= 0x9E37_79B9_7F4A_7C15
        }
        return hash ^ hash >> 29
    }
}
