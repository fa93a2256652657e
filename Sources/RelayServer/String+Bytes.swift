/// Swift compares strings by canonical equivalence; what comes from outside is compared byte by byte.
extension StringProtocol {
    /// Whether two texts are the same bytes of UTF-8.
    func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether two texts are the same bytes of UTF-8, letters of ASCII in whichever case.
    func hasBytesIgnoringCase(of other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
