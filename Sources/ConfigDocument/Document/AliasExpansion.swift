import TextFormats

/// Finds YAML whose aliases expand to so many values that Yams would not finish (the "billion laughs" attack).
///
/// Aliases of aliases can stand for billions of values in a few lines. As values they cost nothing until they are
/// walked, and the walk is bounded. But Yams hashes keys, and a key may be such an alias. So a text is refused when its
/// aliases could expand past ``expansionLimit`` *and* it may use a list or a mapping as a key, which no rules file
/// needs. The estimate looks at bytes alone, and is rather too high than too low.
enum AliasExpansion {
    static let expansionLimit = 1_000_000

    /// The offset of the first key that may be a collection; nil when the text is harmless.
    static func find(in bytes: [UInt8]) -> Int? {
        guard let key = firstCollectionKey(in: bytes) else { return nil }
        let anchors = Set(names(after: UInt8(ascii: "&"), in: bytes))
        guard !anchors.isEmpty else { return nil }
        var uses: [ArraySlice<UInt8>: Int] = [:]
        for name in names(after: UInt8(ascii: "*"), in: bytes) where anchors.contains(name) {
            uses[name, default: 0] += 1
        }
        var expansion = 1
        for count in uses.values {
            let (product, overflow) = expansion.multipliedReportingOverflow(by: count + 1)
            expansion = product
            if overflow || expansion > expansionLimit { return key }
        }
        return nil
    }

    private static func names(after mark: UInt8, in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var names: [ArraySlice<UInt8>] = []
        for index in bytes.indices where bytes[index] == mark {
            let name = bytes[(index + 1)...].prefix(while: isNameByte)
            if !name.isEmpty { names.append(name) }
        }
        return names
    }

    /// The first `? `, `]:`, `}:` or `*name:`, blanks before the colon allowed.
    private static func firstCollectionKey(in bytes: [UInt8]) -> Int? {
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "?"):
                let isFirst = index == 0 || bytes[index - 1].isASCIIBlank || "[{,-".utf8.contains(bytes[index - 1])
                if isFirst, index + 1 == bytes.count || bytes[index + 1].isASCIIBlank { return index }
            case UInt8(ascii: ":"):
                let before = bytes[..<index].reversed().drop(while: \.isASCIIBlank)
                guard let last = before.first else { continue }
                if last == UInt8(ascii: "]") || last == UInt8(ascii: "}") { return index }
                if before.drop(while: isNameByte).first == UInt8(ascii: "*") { return index }
            default: continue
            }
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
