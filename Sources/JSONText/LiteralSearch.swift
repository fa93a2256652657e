/// Looks for any of a few literals at once, at the speed of memory.
///
/// Each literal is first sought by its two rarest bytes at their distance, for all literals in one pass; where they
/// stand together the whole literal is compared.
public struct LiteralSearch: Sendable {
    /// With more literals than this a pass costs more than it saves.
    public static let literalsLimit = 12
    /// The longest literal; more of it would not make the search more selective.
    public static let literalBytesLimit = 64

    /// What is looked for, at most ``literalsLimit`` literals of 2 to ``literalBytesLimit`` bytes.
    public let literals: [[UInt8]]
    private let pairs: [BytePair]
    /// Where in each literal its pair begins.
    private let pairOffsets: [Int]

    /// Nil when there is nothing to look for, too much, or a literal of fewer than two bytes.
    public init?(_ literals: [[UInt8]]) {
        guard !literals.isEmpty, literals.count <= Self.literalsLimit else { return nil }
        guard literals.allSatisfy({ $0.count >= 2 && $0.count <= Self.literalBytesLimit }) else { return nil }
        self.literals = literals
        let places = literals.map(Self.rarestPair(in:))
        pairOffsets = places.map(\.lowerBound)
        pairs = zip(literals, places).map { literal, place in
            BytePair(
                first: literal[place.lowerBound], second: literal[place.upperBound], distance: UInt16(place.count - 1))
        }
    }

    /// Where a literal stands at or after `start`: the one whose pair comes first.
    public func firstIndex(in text: Span<UInt8>, from start: Int = 0) -> Int? {
        var from = start
        while let place = BytePair.firstIndex(of: pairs, in: text, from: from) {
            for (index, literal) in literals.enumerated() {
                let first = place - pairOffsets[index]
                if first >= start, first + literal.count <= text.count, stands(literal, at: first, in: text) {
                    return first
                }
            }
            from = place + 1
        }
        return nil
    }

    private func stands(_ literal: [UInt8], at start: Int, in text: Span<UInt8>) -> Bool {
        for index in literal.indices where text[start + index] != literal[index] { return false }
        return true
    }

    /// The two rarest bytes of a literal, as the closed range from one to the other.
    private static func rarestPair(in literal: [UInt8]) -> ClosedRange<Int> {
        let byRarity = literal.indices.sorted { (rarity(literal[$0]), $0) < (rarity(literal[$1]), $1) }
        let (one, other) = (byRarity[0], byRarity[1])
        return min(one, other)...max(one, other)
    }

    /// How common a byte is in CloudTrail records, rarest first; bytes not listed are rarer than all listed.
    private static func rarity(_ byte: UInt8) -> Int {
        commonBytes.firstIndex(of: byte).map { commonBytes.count - $0 } ?? 0
    }

    /// The bytes of real CloudTrail records, the most common first.
    private static let commonBytes = Array("\"eatrs:no-i,1c2dum03.7lApI8v49wf/ bS56gyCTD{}EhNRHPMVzFQxkqZKUj".utf8)
}
