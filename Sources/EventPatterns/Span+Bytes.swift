extension Span where Element == UInt8 {
    @inline(__always)
    func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
        holds(prefix, at: 0)
    }

    @inline(__always)
    func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
        holds(suffix, at: count - suffix.count)
    }

    /// Whether the bytes from an offset on begin with `part`; false where they do not reach.
    @inline(__always)
    func holds(_ part: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, part.count <= count - offset else { return false }
        return extracting(offset..<offset + part.count).hasEqualBytes(to: part)
    }
}

extension Span where Element == UInt8 {
    /// Where `part` first lies whole between two offsets; nil where it does not.
    package func firstPlace(of part: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        guard !part.isEmpty else { return start }
        let first = part[0]
        var index = start
        while index + part.count <= end {
            if self[index] == first, holds(part, at: index) { return index }
            index += 1
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Eight bytes as a number.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset &+ 8 <= count)
        // The line above keeps the load inside the span. Measured: a byte at a time, hashing and comparing values took
        // a third of the matcher's time.
        return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    /// Whether two spans hold the same bytes.
    @inline(__always)
    func hasEqualBytes(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else {
            for index in indices where self[index] != other[index] { return false }
            return true
        }
        var index = 0
        while index &+ 8 <= count {
            if word(at: index) != other.word(at: index) { return false }
            index &+= 8
        }
        return word(at: count &- 8) == other.word(at: count &- 8)
    }

    /// Whether the bytes are those of `lowercased` but for the case of ASCII letters.
    @inline(__always)
    func hasEqualBytesFolded(to lowercased: Span<UInt8>) -> Bool {
        guard count == lowercased.count else { return false }
        guard count >= 8 else {
            for index in indices where self[index].lowercasedASCII != lowercased[index] { return false }
            return true
        }
        var index = 0
        while index &+ 8 <= count {
            if word(at: index).lowercasedASCII != lowercased.word(at: index) { return false }
            index &+= 8
        }
        return word(at: count &- 8).lowercasedASCII == lowercased.word(at: count &- 8)
    }
}

extension UInt8 {
    @inline(__always)
    var lowercasedASCII: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}

extension UInt64 {
    /// Eight bytes at once, each ASCII capital made small.
    @inline(__always)
    var lowercasedASCII: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let sevenBits = self & (ones &* 0x7F)
        // The high bit of each byte tells: at least `A`, and beyond `Z`.
        let fromA = sevenBits &+ ones &* (0x80 - UInt64(UInt8(ascii: "A")))
        let beyondZ = sevenBits &+ ones &* (0x7F - UInt64(UInt8(ascii: "Z")))
        let capitals = (fromA ^ beyondZ) & ~self & (ones &* 0x80)
        return self | capitals >> 2
    }
}
