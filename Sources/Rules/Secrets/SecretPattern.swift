/// Recognises Slack's tokens and webhook addresses in any text, by their form.
///
/// Source: Slack, "Token types" (`xoxb-`, `xoxp-`, `xoxe.`, `xapp-`) and "Sending messages using incoming webhooks".
enum SecretPattern {
    /// The first bytes of each kind of token.
    private static let tokenPrefixes = ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-"]
    private static let webhookPrefix = "hooks.slack"
    private static let bytesMinimum = 8

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
            if end - start >= bytesMinimum { ranges.append(start..<end) }
            index = max(end, index + 1)
        }
        return ranges
    }

    /// Where the secret itself begins, if a token or a webhook's address begins at `index`.
    private static func secretStart(in bytes: [UInt8], at index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "x") || bytes[index] == UInt8(ascii: "h") else { return nil }
        let rest = bytes[index...]
        if tokenPrefixes.contains(where: { rest.starts(with: $0.utf8) }) { return index }
        guard rest.starts(with: webhookPrefix.utf8) else { return nil }
        // `hooks.slack.com/services/` is public; what follows is the secret.
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
