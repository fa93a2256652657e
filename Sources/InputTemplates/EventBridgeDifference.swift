import Diagnostics
import TextFormats

/// Something that EventBridge would do otherwise with a template that relay accepts.
public struct EventBridgeDifference: Hashable, Sendable, CustomStringConvertible {
    /// What EventBridge would do otherwise; the text is the name of the variable, or the literal.
    public enum Reason: Hashable, Sendable {
        /// EventBridge would refuse the template: it has no such variable.
        case relayVariable(String)
        /// The value comes from the event and stands inside quotes.
        case notEscaped(String)
        /// `<…>` in a string that is not a placeholder, such as a link of Slack's.
        case literalAngleBrackets(String)
        /// A path with a `*`.
        case wildcardPath(String)
        /// A JSON template that is a list.
        case listTemplate
    }

    /// What EventBridge would do otherwise.
    public let reason: Reason
    /// Bytes of the template.
    public let range: Range<Int>

    /// The reason as a sentence without a full stop.
    public var description: String {
        switch reason {
        case .relayVariable(let name): "<\(name)> is relay's own: EventBridge would refuse this template"
        case .notEscaped(let name):
            "EventBridge does not escape <\(name)>: with a quote, a backslash or a line end in its value it would "
                + "deliver nothing; relay escapes it"
        case .literalAngleBrackets(let text):
            "relay leaves \(text) as it is; whether EventBridge does is not documented: "
                + "in a JSON template \\u003c and \\u003e are safe"
        case .wildcardPath(let name):
            "<\(name)> selects with '*': relay makes a list of the matches, what EventBridge does is not documented"
        case .listTemplate: "the template is a JSON list: that EventBridge takes it for JSON is not documented"
        }
    }
}

extension InputTransformer {
    /// What EventBridge would do otherwise, in the order of the template; each variable once.
    public var eventBridgeDifferences: [EventBridgeDifference] {
        var differences: [EventBridgeDifference] = []
        var seen: Set<EventBridgeDifference.Reason> = []
        func note(_ reason: EventBridgeDifference.Reason, _ range: Range<Int>) {
            if seen.insert(reason).inserted {
                differences.append(EventBridgeDifference(reason: reason, range: range))
            }
        }
        if let first = template.bytes.firstIndex(where: { !$0.isASCIIBlank }),
            template.bytes[first] == UInt8(ascii: "[")
        {
            note(.listTemplate, first..<first + 1)
        }
        for placeholder in placeholders {
            switch placeholder.source {
            case .relay: note(.relayVariable(placeholder.name), placeholder.range)
            case .path(let path):
                if placeholder.isQuoted { note(.notEscaped(placeholder.name), placeholder.range) }
                if path.hasWildcard { note(.wildcardPath(placeholder.name), placeholder.range) }
            case .predefined: break
            }
        }
        for literal in literals { note(.literalAngleBrackets("<\(literal.name)>"), literal.range) }
        return differences.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
