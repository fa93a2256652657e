import EventPatterns
import Testing
import TextFormats

struct IPAddressTests {
    static func address(_ text: String) -> IPAddress? { IPAddress(parsing: Array(text.utf8)) }

    @Test(
        arguments: [
            ("1.2.3.4", 0x0102_0304), ("0.0.0.0", 0), ("255.255.255.255", 0xFFFF_FFFF), ("001.02.3.0004", 0x0102_0304),
            ("::ffff:102:304", 0x0102_0304), ("0:0:0:0:0:FFFF:a00:1", 0x0A00_0001),
        ] as [(String, UInt128)])
    func readsVersion4(text: String, bits: UInt128) {
        #expect(Self.address(text) == IPAddress(family: .v4, bits: bits))
    }

    @Test(
        arguments: [
            ("::", 0), ("::1", 1), ("1::", 1 << 112), ("0:0:0:0:0:0:0:1", 1),
            ("1:2:3:4:5:6:7:8", 0x1_0002_0003_0004_0005_0006_0007_0008),
            ("2001:DB8::ff", 0x2001_0DB8_0000_0000_0000_0000_0000_00FF), ("00001::", 1 << 112),
            ("1:2:3:4:5:6:7::", 0x1_0002_0003_0004_0005_0006_0007_0000),
            ("::2:3:4:5:6:7:8", 0x2_0003_0004_0005_0006_0007_0008),
        ] as [(String, UInt128)])
    func readsVersion6(text: String, bits: UInt128) {
        #expect(Self.address(text) == IPAddress(family: .v6, bits: bits))
    }

    @Test(arguments: [
        "", ":", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4 ", " 1.2.3.4",
        "1.2.3.a",
        "0000001.2.3.4444", "1.2.3.000000000004", "a.b.c.d", ":::", "1:::2", "::1::", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7", ":1", "1:", "1:2:3:4:5:6:7:", "12345::", "g::", "::1.2.3.4", "fe80::1%1",
        "dead:beef", "AWS Internal", "ec2.amazonaws.com",
    ])
    func refusesTextsThatAreNotAddresses(text: String) {
        #expect(Self.address(text) == nil)
    }

    @Test func lengthIsBounded() {
        let zeros = String(repeating: "0", count: 250)
        #expect(Self.address("::\(zeros)0001") == IPAddress(family: .v6, bits: 1))
        #expect(Self.address("::\(zeros)00001") == nil)
    }

    @Test(arguments: [
        (AddressRange(containing: IPAddress(family: .v4, bits: 0x0A01_0203), prefixLength: 8), "10.255.0.1", true),
        (AddressRange(containing: IPAddress(family: .v4, bits: 0x0A01_0203), prefixLength: 8), "11.0.0.1", false),
        (AddressRange(containing: IPAddress(family: .v4, bits: 0x0A01_0203), prefixLength: 31), "10.1.2.2", true),
        (AddressRange(containing: IPAddress(family: .v4, bits: 0), prefixLength: 0), "255.0.0.1", true),
        (AddressRange(containing: IPAddress(family: .v4, bits: 0), prefixLength: 0), "::1", true),
        (AddressRange(containing: IPAddress(family: .v6, bits: 0), prefixLength: 0), "10.0.0.1", true),
        (AddressRange(containing: IPAddress(family: .v4, bits: 0x0A00_0000), prefixLength: 8), "a00::1", true),
        (AddressRange(containing: IPAddress(family: .v4, bits: 0x0A00_0000), prefixLength: 8), "b00::1", false),
        (AddressRange(containing: IPAddress(family: .v6, bits: 0x0A << 120), prefixLength: 33), "10.0.0.1", false),
        (AddressRange(containing: IPAddress(family: .v6, bits: 0), prefixLength: 0), "ffff::1", true),
        (AddressRange(containing: IPAddress(family: .v6, bits: 0), prefixLength: 127), "::1", true),
        (AddressRange(containing: IPAddress(family: .v6, bits: 0), prefixLength: 127), "::2", false),
    ])
    func rangesContain(range: AddressRange, text: String, expected: Bool) throws {
        #expect(range.contains(try #require(Self.address(text))) == expected)
    }

    @Test func rangesWithHostBitsAreEqualToThoseWithout() {
        let plain = AddressRange(containing: IPAddress(family: .v4, bits: 0x0A00_0000), prefixLength: 8)
        #expect(AddressRange(containing: IPAddress(family: .v4, bits: 0x0A01_0203), prefixLength: 8) == plain)
    }
}
