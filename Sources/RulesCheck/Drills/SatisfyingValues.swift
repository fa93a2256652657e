import EventPatterns
import TextFormats

extension PatternTest {
    /// A leaf that passes the test, as much like `old` as it can be; nil when none is found.
    ///
    /// - Parameter old: the string that stands where the leaf is to go; empty for none.
    func satisfyingLeaf(like old: [UInt8]) -> EventTree.Leaf? {
        candidates(like: old).first { accepts($0.kind, $0.value.span) }
    }

    private func candidates(like old: [UInt8]) -> [EventTree.Leaf] {
        switch self {
        case .string(let text), .address(_, let text): return [.init(.string, text)]
        case .number(let number): return [.init(.number, number.text)]
        case .true: return [.init(.true)]
        case .false: return [.init(.false)]
        case .null: return [.init(.null)]
        case .prefix(let prefix):
            return [.init(.string, prefix + Completion.ending(after: prefix)), .init(.string, prefix)]
        case .suffix(let suffix): return [.init(.string, Completion.beginning(of: old, before: suffix) + suffix)]
        case .equalsIgnoreCase(let text), .prefixIgnoreCase(let text), .suffixIgnoreCase(let text):
            return Self.spellings(of: text.text)
        case .wildcard(let wildcard): return Self.candidates(wildcard, like: old)
        case .numeric(let range): return Self.candidates(range)
        case .cidr(let range): return [.init(.string, Array(range.first.text.utf8))]
        case .exists: return Self.anything
        case .absent: return []
        case .anythingBut: return Self.anything
        }
    }

    /// For tests that take nearly any leaf.
    private static let anything: [EventTree.Leaf] =
        ["relay-drill", "drill", "-", ""].map { .init(.string, Array($0.utf8)) } + [
            .init(.number, Array("0".utf8)), .init(.true),
        ]

    /// Case folding is one-way, and two question marks stand for a character beyond the basic plane, so that a text need
    /// not pass its own test.
    private static func spellings(of text: [UInt8]) -> [EventTree.Leaf] {
        let string = String(decoding: text, as: UTF8.self)
        let halves = string.unicodeScalars.map { $0.value < 0x10000 ? String($0) : "??" }.joined()
        let spelt = [string.lowercased(), string.uppercased(), halves, halves.lowercased(), halves.uppercased()]
        return ([text] + spelt.map { Array($0.utf8) }).map { .init(.string, $0) }
    }

    private static func candidates(_ wildcard: Wildcard, like old: [UInt8]) -> [EventTree.Leaf] {
        let pieces = wildcard.pieces
        let plain = Array(pieces.joined())
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return [.init(.string, plain)] }
        let beginning = first.isEmpty ? Completion.beginning(of: old, before: pieces[1]) : []
        let ending = last.isEmpty ? Completion.ending(after: plain) : []
        return [.init(.string, beginning + plain + ending), .init(.string, plain)]
    }

    private static func candidates(_ range: NumericRange) -> [EventTree.Leaf] {
        let bounds = [range.lower, range.upper].compactMap { $0?.value }
        var texts = bounds.map(\.text)
        let values = bounds.compactMap { Double($0.text) }
        if let low = values.first, let high = values.last {
            // Whole numbers are tried first.
            texts += [low + 1, high - 1, (low + high) / 2].flatMap { value -> [String] in
                value.isFinite ? [Int64(exactly: value.rounded()).map(String.init) ?? "", "\(value)"] : []
            }
        }
        return texts.filter { !$0.isEmpty }.map { .init(.number, Array($0.utf8)) }
    }
}

/// Text that completes a name or an ARN where a pattern gives only one end of it.
private enum Completion {
    /// The beginning of a text to which a piece can be joined: what stands before the last place that begins as the
    /// piece does. `arn:aws:iam::111122223333:role/Admin` before `/BreakGlassAdmin` ends in front of its slash.
    static func beginning(of old: [UInt8], before piece: [UInt8]) -> ArraySlice<UInt8> {
        for count in stride(from: min(piece.count, sharedBytesLimit), to: 0, by: -1) {
            let head = piece.prefix(count)
            guard let start = old.indices.last(where: { old[$0...].starts(with: head) }) else { continue }
            // A single letter in common says nothing; a slash or a colon does.
            guard count > 1 || head.first == UInt8(ascii: "/") || head.first == UInt8(ascii: ":") else { break }
            return old[..<start]
        }
        return old.lastIndex(of: UInt8(ascii: "/")).map { old[...$0] } ?? []
    }

    private static let sharedBytesLimit = 8

    /// Text that may follow a prefix, so that the value looks like a whole name.
    static func ending(after text: [UInt8]) -> [UInt8] {
        switch text.last {
        // The name of a permission set's role ends in sixteen hexadecimal digits.
        case UInt8(ascii: "_"): Array("1f2e3d4c5b6a7988".utf8)
        case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "-"): Array("relay-drill".utf8)
        default: []
        }
    }
}

extension DecimalNumber {
    /// The value as JSON spells numbers, up to the digits that are kept.
    fileprivate var text: String {
        guard significand != 0 else { return "0" }
        var digits = String(significand)
        while digits.utf8.last == UInt8(ascii: "0"), digits.utf8.count > 1 { digits.removeLast() }
        let power = Int(exponent) - (digits.utf8.count - 1)
        let zeros = 0...Self.digitsLimit
        let shown = zeros.contains(power) ? digits + String(repeating: "0", count: power) : "\(digits)e\(power)"
        return isNegative ? "-\(shown)" : shown
    }
}

extension IPAddress {
    /// Dotted, or eight groups of hexadecimal digits.
    fileprivate var text: String {
        switch family {
        case .v4: (0..<4).reversed().map { String(bits >> ($0 * 8) & 0xFF) }.joined(separator: ".")
        case .v6: (0..<8).reversed().map { String(bits >> ($0 * 16) & 0xFFFF, radix: 16) }.joined(separator: ":")
        }
    }
}
