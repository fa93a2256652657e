public import TextFormats

/// What a `cidr` expression accepts: the addresses that share the leading bits of another.
///
/// EventBridge compares the bits of every value that parses as an address, of either family: `10.0.0.0/8` accepts
/// `a00::1`. Without a bit to compare, `/0` accepts every address, and numbers too.
///
/// Source: what EventBridge was recorded to answer (`fixtures/verdicts/aws-probes.jsonl`, `cidr-…`). That the prefixes
/// between `/1` and `/7` do the same, and that no IPv4 address has the 33rd bit of a longer IPv6 prefix, is our reading.
public struct AddressRange: Hashable, Sendable {
    /// The lowest address, all bits after the prefix zero.
    public let first: IPAddress
    /// How many leading bits are fixed: to 31 for IPv4, to 127 for IPv6.
    public let prefixLength: Int

    /// - Parameter prefixLength: From 0 to one less than the family's width.
    public init(containing address: IPAddress, prefixLength: Int) {
        let free = address.family.width - prefixLength
        first = IPAddress(family: address.family, bits: free >= 128 ? 0 : (address.bits >> free) << free)
        self.prefixLength = prefixLength
    }

    /// Whether the address is of the same family and begins with the fixed bits.
    public func contains(_ address: IPAddress) -> Bool {
        guard prefixLength > 0 else { return true }
        guard prefixLength <= address.family.width else { return false }
        return address.bits >> (address.family.width - prefixLength)
            == first.bits >> (first.family.width - prefixLength)
    }

    /// Whether a number is accepted as well: where no bit is compared, any that is comparable
    /// (``DecimalNumber/isComparable``).
    ///
    /// - Parameter number: the text of a number in an event.
    func acceptsNumber(_ number: Span<UInt8>) -> Bool {
        prefixLength == 0 && DecimalNumber(parsing: number)?.isComparable ?? false
    }
}

extension AddressRange {
    /// Parses `address/bits` as EventBridge does: host bits may be set, and the count of bits is read as Java reads an
    /// integer, with leading zeros, a plus sign and other scripts' digits; slashes at the end do not count.
    ///
    /// - Throws: the reason alone, since EventBridge reports these mistakes without a place.
    init(parsing text: [UInt8]) throws(PatternError.Reason) {
        var parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        while parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard parts.count == 2 else { throw .cidrWithoutSlash }
        guard let length = Self.integer(parts[1]) else { throw .cidrBitsNotInteger }
        guard length >= 0 else { throw .cidrBitsNegative }
        let addressText = Array(parts[0])
        guard IPAddress.hasForm(addressText) else { throw .nonstandardAddress(addressText) }
        guard let address = IPAddress(parsing: addressText) else { throw .invalidAddress(addressText) }
        guard length < address.family.width else { throw .cidrBitsTooMany(address.family) }
        self.init(containing: address, prefixLength: length)
    }

    /// The value of a decimal integer as `Integer.parseInt` reads it; nil past its 32 bits.
    private static func integer(_ text: some Sequence<UInt8>) -> Int? {
        var scalars = String(decoding: Array(text), as: UTF8.self).unicodeScalars[...]
        let isNegative = scalars.first == "-"
        if isNegative || scalars.first == "+" { scalars.removeFirst() }
        guard !scalars.isEmpty else { return nil }
        var value = 0
        for scalar in scalars {
            guard scalar.value < 0x10000, scalar.properties.generalCategory == .decimalNumber,
                let digit = scalar.properties.numericValue
            else { return nil }
            value = value * 10 + Int(digit)
            guard value <= Int(Int32.max) + (isNegative ? 1 : 0) else { return nil }
        }
        return isNegative ? -value : value
    }
}
