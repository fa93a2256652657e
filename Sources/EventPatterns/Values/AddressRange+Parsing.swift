import TextFormats

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
