public import TextFormats

/// What a `cidr` expression accepts: the addresses that share the leading bits of another.
///
/// EventBridge compares the bits of whatever parses, whatever its family: `10.0.0.0/8` accepts `a00::1`. Without a bit to
/// compare, `/0` accepts every address, and numbers too.
///
/// Source: what EventBridge was recorded to answer (`fixtures/verdicts/aws-probes.jsonl`, `cidr-…`). That the prefixes
/// between `/1` and `/7` do the same, and that no IPv4 address has the 33rd bit of a longer IPv6 prefix, is our reading.
public struct AddressRange: Hashable, Sendable {
    /// The lowest address, all bits after the prefix zero.
    public let first: IPAddress
    /// How many leading bits are fixed: to 31 for IPv4, to 127 for IPv6.
    public let prefixLength: Int

    public init(containing address: IPAddress, prefixLength: Int) {
        let free = address.family.width - prefixLength
        first = IPAddress(family: address.family, bits: free >= 128 ? 0 : (address.bits >> free) << free)
        self.prefixLength = prefixLength
    }

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
