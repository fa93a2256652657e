import CloudTrail
import ConfigDocument

/// Text with references to secrets in it, such as `Bearer ${env:SLACK_BOT_TOKEN}`.
///
/// `$${` stands for `${`; any other `$` for itself. Wherever the text is shown (printed, interpolated, dumped,
/// reflected) only the references appear: the rest might be a secret that was written out by mistake.
public struct SecretText: Hashable, Sendable {
    /// A piece of the text.
    public enum Part: Hashable, Sendable {
        /// Text that is written out, `$${` resolved.
        case literal(String)
        /// A secret, by reference.
        case reference(SecretReference)
    }

    /// The pieces in order; two literals never follow each other.
    public let parts: [Part]

    /// The references in the order of the text, repeated ones as often as they occur.
    public var references: [SecretReference] {
        parts.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// What stands outside of references.
    var literalText: String {
        parts.reduce(into: "") { if case .literal(let text) = $1 { $0 += text } }
    }

    /// The whole text, if it refers to no secret.
    public var withoutSecrets: String? { references.isEmpty ? literalText : nil }

    /// - Throws: ``SecretTextError`` with the bytes of `text` that are not a reference.
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
    /// The references, and `***` for each literal.
    public var description: String {
        parts.map {
            switch $0 {
            case .literal: "***"
            case .reference(let reference): reference.description
            }
        }.joined()
    }

    /// As ``description``, so that a debugger shows no literal.
    public var debugDescription: String { description }

    /// Shows the references only, so that `dump` shows no literal.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: references) }
}

extension SecretText.Part: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The reference, or `***` for a literal.
    public var description: String {
        switch self {
        case .literal: "***"
        case .reference(let reference): reference.description
        }
    }

    /// As ``description``.
    public var debugDescription: String { description }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why text is not a reference to a secret. Repeats none of the text, which may be the secret itself.
public struct SecretTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the reference.
    public enum Reason: Error, Hashable, Sendable {
        /// `${` without `}`.
        case unclosed
        /// A word before the colon that names no place where secrets are kept.
        case unknownStore(suggestion: String?)
        /// After `env:`, text that cannot name a variable.
        case invalidVariableName
        /// Nothing after `file:`.
        case missingPath
        /// After `secretsmanager:`, text that is not the ARN of a secret.
        case invalidARN
        /// A control character, which no header or parameter can hold.
        case controlCharacter
    }

    /// What is wrong.
    public let reason: Reason
    /// In UTF-8 bytes of the text.
    public let range: Range<Int>

    /// The reason as a sentence, without any of the text.
    public var description: String {
        switch reason {
        case .unclosed: "'${' is not closed by '}'"
        case .unknownStore: "a secret is kept in env, file or secretsmanager"
        case .invalidVariableName: "expected the name of an environment variable: letters, digits and '_'"
        case .missingPath: "the path of the file is missing"
        case .invalidARN: "expected the ARN of a secret, and after '#' the key of one value if it is JSON"
        case .controlCharacter: "a control character cannot be sent in a parameter"
        }
    }

    /// What to write instead.
    public var help: String {
        switch reason {
        case .unknownStore(let suggestion?): "did you mean '\(suggestion)'?"
        default: "write ${env:NAME}, ${file:path} or ${secretsmanager:arn#key}; $${ stands for ${ itself"
        }
    }
}
