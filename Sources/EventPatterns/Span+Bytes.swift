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
    /// Where `part` first lies whole between two offsets.
    func firstPlace(of part: Span<UInt8>, from start: Int, to end: Int) -> Int? {
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
