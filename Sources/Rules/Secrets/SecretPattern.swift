/// Text that has the shape of a secret, wherever it stands.
///
/// Source: Slack, "Token types" (`xoxb-`, `xoxp-`, `xoxe.`, `xapp-`) and "Sending messages using incoming webhooks".
enum SecretPattern {
    /// A token's first bytes, and how many bytes at least follow.
    private static let heads = ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-"]
    private static let webhookHead = "hooks.slack"
    private static let lengthLeast = 8

    static func isFound(in text: String) -> Bool { !ranges(in: Array(text.utf8)).isEmpty }

    /// The bytes of every token and of every webhook's path.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard let start = secretStart(in: bytes, at: index) else {
                index += 1
                continue
            }
            var end = start
            while end < bytes.count, isTokenByte(bytes[end]) { end += 1 }
            if end - start >= lengthLeast { ranges.append(start..<end) }
            index = max(end, index + 1)
        }
        return ranges
    }

    /// Where the secret begins, if something of a secret's shape begins here.
    private static func secretStart(in bytes: [UInt8], at index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "x") || bytes[index] == UInt8(ascii: "h") else { return nil }
        let rest = bytes[index...]
        if heads.contains(where: { rest.starts(with: $0.utf8) }) { return index }
        guard rest.starts(with: webhookHead.utf8) else { return nil }
        // `hooks.slack.com/services/` anybody may know; what follows is the secret.
        var place = index
        for _ in 0..<2 {
            let part = bytes[place...].prefix { isTokenByte($0) && $0 != UInt8(ascii: "/") }
            guard part.endIndex < bytes.count, bytes[part.endIndex] == UInt8(ascii: "/") else { return nil }
            place = part.endIndex + 1
        }
        return place
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_./%".utf8.contains(byte)
        }
    }
}
