import ConfigDocument
import Diagnostics
import TextFormats

/// Overwrites secrets in the text of a rules file with asterisks, byte for byte, so that problems can show lines of it.
///
/// A secret in the file is a problem, and the excerpt of that problem, or of another one on the same line, must not print
/// it. Redacted are all values below `auth_parameters`, and below a server's `authorization` and `access_keys`; text that
/// matches ``SecretPattern`` anywhere; and in a text that cannot be parsed, the rest of the line after a key such as
/// `password`. References to secrets stay.
struct RulesFileRedaction {
    private var bytes: [UInt8]

    static func applied(to source: SourceText, _ document: Document?) -> SourceText {
        var redaction = RulesFileRedaction(bytes: source.bytes)
        if let document {
            redaction.redactParameters(in: document.root, of: document)
        } else {
            redaction.redactUnreadable()
        }
        for range in SecretPattern.ranges(in: source.bytes) { redaction.redact(range) }
        return SourceText(name: source.name, bytes: redaction.bytes)
    }

    /// Keys below which secrets stand.
    private static let secretKeys = [RulesFileKey.authParameters, .authorization, .accessKeys].map(\.rawValue)
    /// Keys below ``secretKeys`` whose values are not secret.
    private static let publicKeys = [
        RulesFileKey.key, .isValueSecret, .httpMethod, .authorizationEndpoint, .accessKeyID,
    ].map(\.rawValue)
    /// Keys whose lines are redacted when the text cannot be parsed.
    private static let suspectedKeys =
        [RulesFileKey.value, .password, .token, .username, .clientID, .secretAccessKey].map(\.rawValue) + ["secret"]

    /// The keys that a misspelt key is compared with: one that is nearest to a key of ``secretKeys`` counts as that.
    private static let knownKeys = [
        RulesFileSchema.connection, RulesFileSchema.httpTarget, RulesFileSchema.target, RulesFileSchema.server,
    ].flatMap(\.fields).map(\.name)

    private mutating func redactParameters(in node: DocumentNode, of document: Document) {
        for entry in node.entries {
            if let near = Spelling.nearest(to: entry.name, among: Self.knownKeys),
                Self.secretKeys.containsBytes(of: near)
            {
                redactValues(in: entry.value, of: document)
            } else {
                redactParameters(in: entry.value, of: document)
            }
        }
        for element in node.elements { redactParameters(in: element, of: document) }
    }

    private mutating func redactValues(in node: DocumentNode, of document: Document) {
        for entry in node.entries where !Self.publicKeys.containsBytes(of: entry.name) {
            redactValues(in: entry.value, of: document)
        }
        for element in node.elements { redactValues(in: element, of: document) }
        guard let scalar = node.scalar else { return }
        let text = document.string(of: scalar, at: node.range)
        let references = Self.references(in: text.bytes)
        for index in text.bytes.indices where !references.contains(where: { $0.contains(index) }) {
            redact(text.place(of: index..<index + 1))
        }
    }

    private mutating func redactUnreadable() {
        for key in Self.suspectedKeys {
            let word = Array("\(key)".utf8)
            var index = 0
            while index + word.count < bytes.count {
                let colon = bytes[(index + word.count)...].drop { $0 == UInt8(ascii: "\"") || $0 == 0x20 }
                guard bytes[index...].starts(with: word), colon.first == UInt8(ascii: ":") else {
                    index += 1
                    continue
                }
                let end = bytes[colon.startIndex...].firstIndex(of: 0x0A) ?? bytes.count
                redact(colon.startIndex + 1..<end)
                index = end
            }
        }
    }

    /// Where well-formed references stand.
    private static func references(in text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for start in text.indices where text[start...].starts(with: "${".utf8) {
            guard let end = text[start...].firstIndex(of: UInt8(ascii: "}")) else { continue }
            let body = String(decoding: text[(start + 2)..<end], as: UTF8.self)
            if (try? SecretReference(parsing: body)) != nil { ranges.append(start..<end + 1) }
        }
        return ranges
    }

    /// Line ends stay, so that places do.
    private mutating func redact(_ range: Range<Int>) {
        for index in range.clamped(to: bytes.indices) where bytes[index] != 0x0A && bytes[index] != 0x0D {
            bytes[index] = UInt8(ascii: "*")
        }
    }
}
