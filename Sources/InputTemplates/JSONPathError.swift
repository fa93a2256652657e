/// Why a text is not a path that EventBridge's input transformers understand, and where.
public struct JSONPathError: Error, Hashable, Sendable {
    /// What is wrong with the path.
    public enum Reason: Hashable, Sendable {
        /// There is no text.
        case empty
        /// More characters than the API allows.
        case tooLong(limit: Int)
        /// A path begins with `$`.
        case missingRoot
        /// A point or bracket with no name or index after it.
        case missingStep
        /// A character that no step may hold, or that cannot stand between steps.
        case unexpectedCharacter(Unicode.Scalar)
        /// A bracket that holds something other than an index or `*`, or that is not closed.
        case invalidIndex
        /// An index that does not fit into 64 bits.
        case indexTooLarge
        /// Something that other JSONPath dialects have.
        case unsupported(Feature)
    }

    /// A feature of other JSONPath dialects, in words for the message.
    public enum Feature: String, Hashable, Sendable {
        case descent = "the descent '..'"
        case filter = "a filter '[?…]' or '[(…)]'"
        case slice = "a slice '[a:b]'"
        case union = "a union '[a,b]'"
        case negativeIndex = "an index counted from the end"
        case quotedKey = "a key in brackets and quotes"
    }

    /// What is wrong with the path.
    public let reason: Reason
    /// In bytes from the start of the path.
    public let offset: Int
    /// The path that was most likely meant.
    public let suggestion: String?

    init(_ reason: Reason, at offset: Int, suggestion: String? = nil) {
        self.reason = reason
        self.offset = offset
        self.suggestion = suggestion
    }
}

extension JSONPathError: CustomStringConvertible {
    /// The reason, the offset and the suggestion, in one sentence.
    public var description: String {
        let sentence = "\(reason) at byte \(offset)"
        guard let suggestion else { return sentence }
        return "\(sentence); did you mean \(suggestion)?"
    }
}

extension JSONPathError.Reason: CustomStringConvertible {
    /// The reason as a sentence without a full stop.
    public var description: String {
        switch self {
        case .empty: "the path is empty"
        case .tooLong(let limit): "the path has more than \(limit) characters"
        case .missingRoot: "a path begins with '$'"
        case .missingStep: "expected a name, '*' or an index"
        case .unexpectedCharacter(let scalar):
            "unexpected \(Self.name(scalar)): names in paths are made of letters, digits, '-', '_' and '/'"
        case .invalidIndex: "expected an index such as [0], or [*]"
        case .indexTooLarge: "the index is too large"
        case .unsupported(let feature): "EventBridge does not support \(feature.rawValue)"
        }
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x20: "blank"
        case 0..<0x20, 0x7F..<0xA0: "control character"
        default: "'\(Character(scalar))'"
        }
    }
}
