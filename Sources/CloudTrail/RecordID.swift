/// An `eventID` or `sharedEventID`, in little memory: AWS's are UUIDs in lower case, which are kept as numbers.
public enum RecordID: Hashable, Sendable {
    /// A UUID in lower case, as two numbers.
    case uuid(UInt64, UInt64)
    /// Any other text.
    case text(String)

    /// - Parameter text: The id as the record has it.
    public init(_ text: String) { self.init(utf8: text.utf8.span) }

    /// - Parameter bytes: The id's UTF-8.
    init(utf8 bytes: Span<UInt8>) {
        var (high, low) = (UInt64(0), UInt64(0))
        guard bytes.count == 36 else {
            self = .text(Self.text(of: bytes))
            return
        }
        for index in bytes.indices {
            let byte = bytes[index]
            switch (index, byte) {
            case (8, UInt8(ascii: "-")), (13, UInt8(ascii: "-")), (18, UInt8(ascii: "-")), (23, UInt8(ascii: "-")):
                continue
            case (8, _), (13, _), (18, _), (23, _):
                self = .text(Self.text(of: bytes))
                return
            default: break
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default:
                self = .text(Self.text(of: bytes))
                return
            }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(digit)
        }
        self = .uuid(high, low)
    }

    private static func text(of bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
