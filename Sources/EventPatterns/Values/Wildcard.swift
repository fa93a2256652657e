/// A text with stars, each standing for any run of characters, also none.
///
/// `a*b\*c*` is held as the texts between the stars, escapes undone: `["a", "b*c", ""]`. The first stands at the
/// beginning of every value that matches, the last at its end, the others between them in order.
public struct Wildcard: Hashable, Sendable {
    /// One more than there are stars; never empty.
    public let pieces: [[UInt8]]

    /// - Parameter pieces: As ``pieces``; none counts as one empty piece.
    public init(pieces: [[UInt8]]) {
        self.pieces = pieces.isEmpty ? [[]] : pieces
    }

    /// - Throws: the reason with its position as EventBridge counts it, in bytes from the quote that opens the string.
    init(parsing text: [UInt8]) throws(PatternError.Reason) {
        var pieces: [[UInt8]] = [[]]
        var piece: [UInt8] = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            let next = index + 1 < text.count ? text[index + 1] : nil
            switch byte {
            case UInt8(ascii: "*"):
                if next == UInt8(ascii: "*") { throw .consecutiveStars(position: Self.position(of: index, in: text)) }
                pieces[pieces.count - 1] = piece
                piece = []
                pieces.append([])
            case UInt8(ascii: "\\"):
                guard let next, next == UInt8(ascii: "*") || next == UInt8(ascii: "\\") else {
                    throw .invalidWildcardEscape(position: Self.position(of: index, in: text))
                }
                piece.append(next)
                index += 1
            default: piece.append(byte)
            }
            index += 1
        }
        pieces[pieces.count - 1] = piece
        self.init(pieces: pieces)
    }

    /// The place of a byte as the service counts it: the opening quote is one byte, and so is a lone surrogate, for which
    /// Java writes `?`.
    private static func position(of index: Int, in text: [UInt8]) -> Int {
        let surrogates = text.indices.prefix(index).count { text[$0] == 0xED && $0 + 1 < index && text[$0 + 1] >= 0xA0 }
        return index + 1 - 2 * surrogates
    }

    /// - Parameter value: a string's value.
    public func matches(_ value: Span<UInt8>) -> Bool {
        guard let first = pieces.first, let last = pieces.last else { return false }
        guard pieces.count > 1 else { return value.hasEqualBytes(to: first.span) }
        guard value.count >= first.count + last.count, value.hasPrefix(first.span), value.hasSuffix(last.span) else {
            return false
        }
        // The leftmost place for each piece leaves the most room for those after it, so no other need be tried.
        var start = first.count
        let end = value.count - last.count
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let found = value.firstPlace(of: piece.span, from: start, to: end) else { return false }
            start = found + piece.count
        }
        return true
    }
}

extension CompiledTests {
    /// The same as ``Wildcard/matches(_:)``, on pieces that lie in one array.
    func matchesWildcard(_ test: CompiledTest, _ value: Span<UInt8>) -> Bool {
        let last = Int(test.first &+ test.count) &- 1
        let bytes = bytes.span
        func piece(_ index: Int) -> Range<Int> { Int(pieces[index].lowerBound)..<Int(pieces[index].upperBound) }
        let head = piece(Int(test.first))
        guard test.count > 1 else { return value.hasEqualBytes(to: bytes.extracting(head)) }
        let tail = piece(last)
        guard value.count >= head.count &+ tail.count,
            value.extracting(0..<head.count).hasEqualBytes(to: bytes.extracting(head)),
            value.extracting(value.count &- tail.count..<value.count).hasEqualBytes(to: bytes.extracting(tail))
        else { return false }
        var start = head.count
        let end = value.count &- tail.count
        for index in Int(test.first) &+ 1..<last {
            let text = bytes.extracting(piece(index))
            guard let found = value.firstPlace(of: text, from: start, to: end) else { return false }
            start = found &+ text.count
        }
        return true
    }
}
