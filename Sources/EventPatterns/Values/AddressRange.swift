public import TextFormats

/// What a `cidr` expression accepts: the addresses of one family that share the leading bits of another.
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
        guard address.family == first.family else { return false }
        let free = first.family.width - prefixLength
        return free >= 128 || address.bits >> free == first.bits >> free
    }
}
