internal import struct Yams.Mark

/// Turns the line and column of a YAML reader's mark into a byte offset.
///
/// libyaml counts columns in Unicode scalars, and ends lines at CR, LF, CR LF, NEL, LS and PS; `Diagnostics` ends them
/// at LF alone. Hence a table of its own.
struct YAMLLines {
    private let bytes: [UInt8]
    private let starts: [Int]

    /// - Parameter start: Where the YAML begins: after a byte order mark, if there is one.
    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        var starts = [start]
        var index = start
        while index < bytes.count {
            let length = Self.breakLength(in: bytes, at: index)
            index += max(length, 1)
            if length > 0 { starts.append(index) }
        }
        self.starts = starts
    }

    func offset(of mark: Mark) -> Int {
        guard mark.line >= 1 else { return starts[0] }
        guard mark.line <= starts.count else { return bytes.count }
        var offset = starts[mark.line - 1]
        var column = 1
        while column < mark.column, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return offset
    }

    /// How many bytes of a line break stand at an index; 0 for none.
    static func breakLength(in bytes: [UInt8], at index: Int) -> Int {
        func byte(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return byte(1) == 0x0A ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }
}
