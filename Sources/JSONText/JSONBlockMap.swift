/// The blocks of one whole text, kept for reuse: read a text, then ask where things are.
///
/// Positions are bytes from the start of the text. Nothing is checked beyond brackets and quotes; where the text is
/// broken an answer is nil or names a place that the caller then finds to be wrong.
public struct JSONBlockMap: Sendable {
    /// The blocks of the text read last, in order.
    public private(set) var blocks: [JSONBlock] = []

    /// The map of an empty text.
    public init() {}

    /// Makes the blocks of a text, in place of those of the text before.
    public mutating func read(_ text: Span<UInt8>) {
        let count = JSONBlock.count(forBytes: text.count)
        if blocks.count < count {
            blocks.append(contentsOf: repeatElement(JSONBlock(), count: count - blocks.count))
        } else if blocks.count > count {
            blocks.removeLast(blocks.count - count)
        }
        var carry = JSONBlockCarry()
        var output = blocks.mutableSpan
        JSONBlock.fill(&output, from: text, carry: &carry)
    }
}

extension Span<JSONBlock> {
    /// The next quotation mark at or after a place that opens or closes a string.
    @inlinable @inline(__always)
    public func quote(from start: Int) -> Int? {
        var block = start >> 6
        guard block < count else { return nil }
        var bits = self[block].quote & (UInt64.max << UInt64(start & 63))
        while bits == 0 {
            block &+= 1
            guard block < count else { return nil }
            bits = self[block].quote
        }
        return block << 6 &+ bits.trailingZeroBitCount
    }

    /// The bracket that closes the one at `start`, which must be an opening one outside a string.
    @inlinable
    public func closingBracket(of start: Int) -> Int? {
        var block = start >> 6
        guard block < count else { return nil }
        let mask = UInt64.max << UInt64(start & 63)
        var depth = 0
        var open = self[block].open & mask
        var close = self[block].close & mask
        while true {
            var brackets = open | close
            while brackets != 0 {
                let lowest = brackets & (~brackets &+ 1)
                if open & lowest != 0 {
                    depth &+= 1
                } else {
                    depth &-= 1
                    if depth == 0 { return block << 6 &+ lowest.trailingZeroBitCount }
                }
                brackets &= brackets &- 1
            }
            repeat {
                block &+= 1
                guard block < count else { return nil }
                // No way down to zero inside this block: pass over it whole.
                guard depth > Int(self[block].closes) else { break }
                depth &+= Int(self[block].opens) &- Int(self[block].closes)
            } while true
            open = self[block].open
            close = self[block].close
        }
    }

    /// Whether a backslash stands in a range of bytes.
    @inlinable @inline(__always)
    public func hasBackslash(in range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        let first = range.lowerBound >> 6
        let last = (range.upperBound &- 1) >> 6
        // Most ranges lie in one block or two, and most blocks hold none.
        if last &- first < 2, self[first].backslash | self[last].backslash == 0 { return false }
        let head = UInt64.max << UInt64(range.lowerBound & 63)
        let tail = UInt64.max >> UInt64(63 &- (range.upperBound &- 1) & 63)
        if first == last { return self[first].backslash & head & tail != 0 }
        if self[first].backslash & head != 0 || self[last].backslash & tail != 0 { return true }
        var block = first &+ 1
        while block < last {
            if self[block].backslash != 0 { return true }
            block &+= 1
        }
        return false
    }
}
