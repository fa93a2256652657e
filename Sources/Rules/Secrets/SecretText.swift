import ConfigDocument

/// Text with references to secrets in it, such as `Bearer ${env:SLACK_BOT_TOKEN}`.
///
/// `$${` stands for `${`; any other `$` for itself. Shown to anybody (printed, interpolated, dumped, reflected) only
/// the references appear: whatever else the text holds might be a secret that somebody wrote out.
public struct SecretText: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case literal(String)
        case reference(SecretReference)
    }

    public let parts: [Part]

    public var references: [SecretReference] {
        parts.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// What stands outside of references.
    var literalText: String {
        parts.reduce(into: "") { if case .literal(let text) = $1 { $0 += text } }
    }

    /// The whole text, if it refers to no secret.
    public var withoutSecrets: String? { references.isEmpty ? literalText : nil }

    /// - Throws: ``SecretTextError`` with the bytes of `text` that are no reference.
    public init(parsing text: String) throws(SecretTextError) {
        var parts: [Part] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            if rest.starts(with: "$${".utf8) {
                literal += Array("${".utf8)
                index += 3
            } else if rest.starts(with: "${".utf8) {
                guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else {
                    throw SecretTextError(reason: .unclosed, range: index..<bytes.count)
                }
                if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
                literal = []
                do throws(SecretTextError.Reason) {
                    let body = String(decoding: bytes[(index + 2)..<close], as: UTF8.self)
                    parts.append(.reference(try SecretReference(parsing: body)))
                } catch {
                    throw SecretTextError(reason: error, range: index..<close + 1)
                }
                index = close + 1
            } else {
                guard bytes[index] >= 0x20, bytes[index] != 0x7F else {
                    throw SecretTextError(reason: .controlCharacter, range: index..<index + 1)
                }
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
        self.parts = parts
    }

    /// The form as an ECMA-262 regular expression.
    static func regex(referring: Bool) -> String {
        let literal = #"[^$\u0000-\u001f\u007f]|\$\$\{|\$(?!\$?\{)"#
        let any = "(?:\(literal)|\(SecretReference.regex))*"
        return referring ? "^(?:\(literal))*\(SecretReference.regex)\(any)$" : "^\(any)$"
    }
}

extension SecretText {
    /// Why text cannot stand where a secret is expected.
    ///
    /// - Parameter mustRefer: Whether the text must refer to a secret, or may be any.
    static func refusal(of text: String, mustRefer: Bool) -> TextRefusal? {
        do {
            let parsed = try SecretText(parsing: text)
            if parsed.references.isEmpty, mustRefer || SecretPattern.isFound(in: text) {
                return TextRefusal(
                    .literalSecret, "a secret is written out in the file",
                    help: "keep it elsewhere and refer to it: ${env:NAME}, ${file:path} or ${secretsmanager:arn#key}")
            }
            return nil
        } catch {
            return TextRefusal(.invalidSecretReference, "\(error)", help: error.help, at: error.range)
        }
    }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        parts.map {
            switch $0 {
            case .literal: "***"
            case .reference(let reference): reference.description
            }
        }.joined()
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, unlabeledChildren: references) }
}

extension SecretText.Part: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .literal: "***"
        case .reference(let reference): reference.description
        }
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
