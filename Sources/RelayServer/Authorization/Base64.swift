/// Base64 with padding (RFC 4648, section 4), as `Authorization: Basic` has it.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        var group: [UInt8] = []
        for byte in bytes {
            group.append(byte)
            if group.count == 3 {
                append(group, to: &output)
                group.removeAll(keepingCapacity: true)
            }
        }
        if !group.isEmpty { append(group, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the four characters of one to three bytes.
    private static func append(_ group: [UInt8], to output: inout [UInt8]) {
        let padded = group + [UInt8](repeating: 0, count: 3 - group.count)
        let bits = padded.reduce(0) { $0 << 8 | Int($1) }
        for index in 0..<4 {
            output.append(index <= group.count ? digits[bits >> (18 - 6 * index) & 0x3F] : UInt8(ascii: "="))
        }
    }
}
