import ConfigDocument
import Diagnostics
import TextFormats

/// Overwrites secrets in the text of a rules file with asterisks, byte for byte, so that problems can show lines of it.
///
/// Secrets belong elsewhere, and where one is found it is a problem; but the problem's own excerpt must not print it,
/// nor that of another problem on the same line. Blotted out are all values below `auth_parameters`, and a server's
/// `authorization` and `access_keys`; words with a secret's shape anywhere; and in a text that cannot be read, whatever
/// follows a key such as `password`. References to secrets stay.
struct RulesFileRedaction {
    private var bytes: [UInt8]

    static func applied(to source: SourceText, _ document: Document?) -> SourceText {
        var blots = RulesFileRedaction(bytes: source.bytes)
        if let document {
            blots.blotParameters(in: document.root, of: document)
        } else {
            blots.blotUnreadable()
        }
        for range in SecretPattern.ranges(in: source.bytes) { blots.blot(range) }
        return SourceText(name: source.name, bytes: blots.bytes)
    }

    /// Keys below which secrets stand.
    private static let secretKeys = ["auth_parameters", "authorization", "access_keys"]
    /// Keys whose values are no secrets, below these.
    private static let harmlessKeys = [
        "key", "is_value_secret", "http_method", "authorization_endpoint", "access_key_id",
    ]
    /// Keys of lines that are not shown when the text cannot be read.
    private static let doubtfulKeys = [
        "value", "password", "secret", "token", "username", "client_id", "secret_access_key",
    ]

    /// Against which misspelt ``secretKeys`` are told apart.
    private static let knownKeys = [
        RulesFileSchema.connection, RulesFileSchema.httpTarget, RulesFileSchema.target, RulesFileSchema.server,
    ].flatMap(\.fields).map(\.name)

    private mutating func blotParameters(in node: DocumentNode, of document: Document) {
        for entry in node.entries {
            if let near = Spelling.nearest(to: entry.name, among: Self.knownKeys),
                Self.secretKeys.containsBytes(of: near)
            {
                blotValues(in: entry.value, of: document)
            } else {
                blotParameters(in: entry.value, of: document)
            }
        }
        for element in node.elements { blotParameters(in: element, of: document) }
    }

    private mutating func blotValues(in node: DocumentNode, of document: Document) {
        for entry in node.entries where !Self.harmlessKeys.containsBytes(of: entry.name) {
            blotValues(in: entry.value, of: document)
        }
        for element in node.elements { blotValues(in: element, of: document) }
        guard let scalar = node.scalar else { return }
        let text = document.string(of: scalar, at: node.range)
        let references = Self.references(in: text.bytes)
        for index in text.bytes.indices where !references.contains(where: { $0.contains(index) }) {
            blot(text.place(of: index..<index + 1))
        }
    }

    private mutating func blotUnreadable() {
        for key in Self.doubtfulKeys {
            let word = Array("\(key)".utf8)
            var index = 0
            while index + word.count < bytes.count {
                let colon = bytes[(index + word.count)...].drop { $0 == UInt8(ascii: "\"") || $0 == 0x20 }
                guard bytes[index...].starts(with: word), colon.first == UInt8(ascii: ":") else {
                    index += 1
                    continue
                }
                let end = bytes[colon.startIndex...].firstIndex(of: 0x0A) ?? bytes.count
                blot(colon.startIndex + 1..<end)
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
    private mutating func blot(_ range: Range<Int>) {
        for index in range.clamped(to: bytes.indices) where bytes[index] != 0x0A && bytes[index] != 0x0D {
            bytes[index] = UInt8(ascii: "*")
        }
    }
}
