/// Something in a message that Slack would refuse or change, or that is not advisable.
public struct SlackFinding: Hashable, Sendable {
    /// How bad a finding is; a worse one is greater.
    public enum Severity: String, Hashable, Sendable, Comparable {
        /// Slack would not post the message.
        case refused
        /// Slack would post something else, or the message would do less than it seems to.
        case changed
        /// Slack would post the message as it is; another form serves readers better.
        case advice

        /// Whether `left` is less bad.
        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .refused: 2
            case .changed: 1
            case .advice: 0
            }
        }
    }

    /// What was found. Texts are keys, types or values of the message; counts are of characters or elements, as named.
    public enum Reason: Hashable, Sendable {
        case notAnObject
        case missing(String)
        case noText
        case noNotificationText
        case wrongType(expected: String)
        case emptyText
        case textTooLong(characters: Int, limit: Int)
        case tooMany(count: Int, limit: Int, of: String)
        case identifierTooLong(characters: Int, limit: Int)
        case repeatedIdentifier(String)
        case unknownBlock(String, suggestion: String?)
        case unknownElement(String, suggestion: String?)
        case mustBePlainText
        case notAllowed(key: String, in: String)
        case unknownValue(String, allowed: [String])
        case unknownArgument(String, suggestion: String)
        case markdownConflict
        case ignoredByWebhooks
        case mentionsByName
        case willBeCut(characters: Int, limit: Int)
        case longText(characters: Int, limit: Int)
        case longButton(characters: Int, limit: Int)
        case blocksTooLong(characters: Int, limit: Int)
    }

    /// What was found.
    public let reason: Reason
    /// Where in the body, as a JSON pointer (RFC 6901): `/blocks/1/text/text`; empty for the whole body.
    public let pointer: String

    init(_ reason: Reason, at pointer: String) {
        self.reason = reason
        self.pointer = pointer
    }

    /// How bad it is.
    public var severity: Severity {
        switch reason {
        case .noNotificationText, .unknownArgument, .ignoredByWebhooks, .willBeCut: .changed
        case .longText, .longButton, .mentionsByName, .blocksTooLong: .advice
        default: .refused
        }
    }

    /// The error with which Slack would answer, where it can be told.
    public var slackError: String? {
        switch reason {
        case .noText: "no_text"
        case .markdownConflict: "markdown_text_conflict"
        case .missing("channel") where pointer.isEmpty: "channel_not_found"
        case .tooMany(_, _, "attachments"): "too_many_attachments"
        case .blocksTooLong: "msg_blocks_too_long"
        default:
            if severity != .refused {
                nil
            } else if pointer.hasPrefix("/metadata") {
                "invalid_metadata_format"
            } else {
                pointer.hasPrefix("/blocks") ? "invalid_blocks" : nil
            }
        }
    }
}

extension SlackFinding: CustomStringConvertible {
    /// Place, sentence and Slack's error code, in one line.
    public var description: String {
        let place = pointer.isEmpty ? "" : "\(pointer): "
        guard let slackError, severity == .refused else { return place + sentence }
        return "\(place)\(sentence) (Slack answers \(slackError))"
    }

    /// The sentence without the place.
    public var sentence: String {
        switch reason {
        case .notAnObject: "a message is a JSON object"
        case .missing(let key): "'\(key)' is missing"
        case .noText: "the message has neither text nor blocks nor attachments"
        case .noNotificationText:
            "without 'text' the notification and screen readers have no sentence: put the announcement there"
        case .wrongType(let expected): "must be \(expected)"
        case .emptyText: "the text is empty: at least one character is wanted"
        case .textTooLong(let characters, let limit): "\(characters) characters, \(limit) are allowed"
        case .tooMany(let count, let limit, let things): "\(count) \(things), \(limit) are allowed"
        case .identifierTooLong(let characters, let limit): "\(characters) characters, \(limit) are allowed"
        case .repeatedIdentifier(let name): "'\(name)' is used more than once"
        case .unknownBlock(let type, let suggestion): Self.unknown("block", type, suggestion)
        case .unknownElement(let type, let suggestion): Self.unknown("element", type, suggestion)
        case .mustBePlainText: "only text of type plain_text may stand here"
        case .notAllowed(let key, let type): "'\(key)' is not allowed in \(type)"
        case .unknownValue(let value, let allowed):
            "'\(value)' is not one of \(allowed.joined(separator: ", "))"
        case .unknownArgument(let name, let suggestion):
            "Slack has no '\(name)' and leaves it out; did you mean '\(suggestion)'?"
        case .markdownConflict: "'markdown_text' cannot stand beside 'text' or 'blocks'"
        case .ignoredByWebhooks: "incoming webhooks ignore it: the address decides the channel and the app its looks"
        case .mentionsByName:
            "turns plain @names in the message into mentions, so that a value from an event can mention somebody"
        case .willBeCut(let characters, let limit): "\(characters) characters: Slack cuts text off after \(limit)"
        case .longText(let characters, let limit): "\(characters) characters: Slack advises at most \(limit)"
        case .longButton(let characters, let limit):
            "\(characters) characters: a button shows about \(limit) of them"
        case .blocksTooLong(let characters, let limit):
            "\(characters) characters of text in blocks: Slack has refused messages of more than about \(limit)"
        }
    }

    private static func unknown(_ kind: String, _ type: String, _ suggestion: String?) -> String {
        let sentence = "Slack has no \(kind) of type '\(type)'"
        return suggestion.map { "\(sentence); did you mean '\($0)'?" } ?? sentence
    }
}
