import TextFormats

/// A random UUID (RFC 9562, version 4) in lower case, as AWS writes ids of events and requests.
struct UUIDText: Hashable, Sendable, CustomStringConvertible {
    let description: String

    init() {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = (0..<16).map { _ in generator.next() }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let parts = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
        description = parts.map { Hexadecimal.text(of: $0) }.joined(separator: "-")
    }
}
