import CloudTrail

/// Why text is no reference to a secret. Repeats none of the text: it may be the secret itself.
public struct SecretTextError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Error, Hashable, Sendable {
        case unclosed
        /// A word before the colon that names no place where secrets are kept.
        case unknownStore(suggestion: String?)
        case invalidVariableName
        case missingPath
        case invalidARN
        case controlCharacter
    }

    public let reason: Reason
    /// In UTF-8 bytes of the text.
    public let range: Range<Int>

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
