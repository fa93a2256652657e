public import JSONText

/// One reason why an input transformer is refused, and where.
public struct TemplateError: Error, Hashable, Sendable {
    /// Where in the transformer the mistake is.
    public enum Place: Hashable, Sendable {
        /// Bytes of the template.
        case template(Range<Int>)
        /// The whole of `input_paths`.
        case inputPaths
        /// The name of an entry of `input_paths`.
        case inputPathName(String)
        /// A byte of the path of the entry with this name.
        case inputPath(name: String, offset: Int)
    }

    /// What is wrong; a text is the name of the variable or placeholder.
    public enum Reason: Hashable, Sendable {
        /// There is nothing but white space.
        case emptyTemplate
        /// More characters than the API allows.
        case templateTooLong(limit: Int)
        /// The template begins with neither `{`, `[` nor `"`.
        case unquotedText
        /// The template, with a string in the place of each placeholder, is not JSON.
        case invalidJSON(JSONError.Reason)
        /// In a string template, something other than one quoted string on a line.
        case lineNotQuoted
        /// A placeholder that is neither declared nor predefined.
        case unknownPlaceholder(String)
        /// A placeholder outside a string with a name that no variable can have.
        case notAPlaceholder(String)
        /// A placeholder in the key of an object's member.
        case placeholderInKey(String)
        /// `<aws.events.event>` or `<aws.events.event.json>` anywhere but in the place of a JSON value.
        case objectVariableInString(String)
        /// More entries of `input_paths` than the API allows.
        case tooManyPaths(limit: Int)
        /// A variable's name with a character that names cannot have.
        case invalidName(String)
        /// A variable's name with more characters than the API allows.
        case nameTooLong(limit: Int)
        /// Two entries of `input_paths` with one name.
        case repeatedName(String)
        /// An entry's path is not one that EventBridge evaluates.
        case invalidPath(JSONPathError)
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it is.
    public let place: Place
    /// What was most likely meant.
    public let suggestion: String?

    init(_ reason: Reason, at place: Place, suggestion: String? = nil) {
        self.reason = reason
        self.place = place
        self.suggestion = suggestion
    }

    /// AWS's own words for this refusal, where they are known.
    ///
    /// Recorded from the service for unknown placeholders (2024-06); otherwise as people report them.
    public func awsMessage(target: String) -> String? {
        switch reason {
        case .unknownPlaceholder(let name): "InputTemplate for target \(target) contains invalid placeholder \(name)."
        case .unquotedText, .invalidJSON, .lineNotQuoted, .notAPlaceholder, .placeholderInKey:
            "Invalid InputTemplate for target \(target)."
        default: nil
        }
    }
}

extension TemplateError: CustomStringConvertible {
    /// A sentence without the place; callers show the template beside it.
    public var description: String {
        guard let suggestion else { return "\(reason)" }
        return "\(reason); did you mean \(suggestion)?"
    }
}

extension TemplateError.Reason: CustomStringConvertible {
    /// The reason as a sentence without a full stop.
    public var description: String {
        switch self {
        case .emptyTemplate: "the template is empty"
        case .templateTooLong(let limit): "the template has more than \(limit) characters"
        case .unquotedText:
            "a template is JSON (it begins with '{' or '[') or text in double quotes: "
                + "EventBridge delivers nothing for other text"
        case .invalidJSON(let reason): "the template is not JSON: \(reason)"
        case .lineNotQuoted: "each line of a text template is one string in double quotes"
        case .unknownPlaceholder(let name): "<\(name)> is neither in input_paths nor predefined"
        case .notAPlaceholder(let name):
            "<\(name)> is not a placeholder: their names are made of letters, digits, '-' and '_'"
        case .placeholderInKey(let name): "the placeholder <\(name)> may not stand in an object's key"
        case .objectVariableInString(let name):
            "<\(name)> is an object, and may only stand as a JSON value outside quotes"
        case .tooManyPaths(let limit): "input_paths has more than \(limit) entries"
        case .invalidName(let name):
            "'\(name)' cannot be a variable's name: names are made of letters, digits, '-' and '_'"
        case .nameTooLong(let limit): "a variable's name has more than \(limit) characters"
        case .repeatedName(let name): "input_paths has more than one '\(name)'"
        case .invalidPath(let error): "\(error.reason)"
        }
    }
}

/// All reasons why an input transformer is refused, in the order of the text, input paths first. Never empty.
public struct TemplateErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty.
    public let all: [TemplateError]

    /// One error on each line.
    public var description: String { all.map(\.description).joined(separator: "\n") }
}
