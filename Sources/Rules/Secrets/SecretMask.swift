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
        // Masked before it is cut, since half a secret is not known again; more than this is not looked at.
        let text = masked(String(decoding: body.prefix(Self.excerptBytesLimit * 8), as: UTF8.self))
        return Self.printable(text, bytesLimit: Self.excerptBytesLimit)
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
