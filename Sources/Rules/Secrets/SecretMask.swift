import JSONText
import TextFormats

/// Replaces secrets by `***` in text that is stored or shown: those that went into a request, and text that matches
/// ``SecretPattern``.
public struct SecretMask: Sendable {
    /// A shorter secret is not masked: masking it would make most texts unreadable and hide nothing.
    public static let secretBytesLeast = 4

    /// How much of an answer is kept for people.
    public static let excerptBytesLimit = 512

    /// Longest first, so that a secret that contains another is masked whole.
    private var secrets: [[UInt8]] = []

    /// - Parameter secrets: Values to mask, as ``add(_:)`` takes them.
    public init(_ secrets: [String] = []) { add(secrets) }

    /// Adds secrets in the spellings in which an answer may quote them: as they are, as JSON text, percent-encoded.
    public mutating func add(_ values: [String]) {
        for value in values {
            var spellings = [Array(value.utf8), Array(PercentEncoding.encoded(value).utf8)]
            var quoted: [UInt8] = []
            JSONString.appendText(of: value.utf8, to: &quoted)
            spellings.append(quoted)
            for spelling in spellings where spelling.count >= Self.secretBytesLeast && !secrets.contains(spelling) {
                secrets.append(spelling)
            }
        }
        secrets.sort { $0.count > $1.count }
    }

    /// The text with each secret replaced by `***`; overlapping ones become a single `***`.
    public func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var ranges = SecretPattern.ranges(in: bytes)
        for secret in secrets {
            var index = 0
            while index + secret.count <= bytes.count {
                if bytes[index] == secret[0], bytes[index...].starts(with: secret) {
                    ranges.append(index..<index + secret.count)
                    index += secret.count
                } else {
                    index += 1
                }
            }
        }
        guard !ranges.isEmpty else { return text }
        var output: [UInt8] = []
        var end = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound >= end {
                output += bytes[end..<range.lowerBound]
                output += Array("***".utf8)
            }
            end = max(end, range.upperBound)
        }
        output += bytes[end...]
        return String(decoding: output, as: UTF8.self)
    }

    /// The beginning of an answer's body, for people: printable, secrets masked, at most
    /// ``excerptBytesLimit`` bytes.
    public func excerpt(of body: [UInt8]) -> String {
        Self.printable(masked(startOf: body, bytes: Self.excerptBytesLimit * 8), bytesLimit: Self.excerptBytesLimit)
    }

    /// At least the first bytes of an answer's body, secrets masked. They are masked before anything is cut off, since half
    /// a secret is not recognised; so as much more is looked at as the longest secret has.
    public func masked(startOf body: [UInt8], bytes: Int) -> String {
        masked(String(decoding: body.prefix(bytes + (secrets.first?.count ?? 0)), as: UTF8.self))
    }

    /// Text in one line: control characters and line ends become blanks; cut between characters.
    public static func printable(_ text: String, bytesLimit: Int) -> String {
        var output = ""
        var bytes = 0
        for scalar in text.unicodeScalars {
            let isControl =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
                default: false
                }
            let shown: Unicode.Scalar = isControl ? " " : scalar
            bytes += UTF8.width(shown)
            guard bytes <= bytesLimit else { break }
            output.unicodeScalars.append(shown)
        }
        return output
    }
}

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
