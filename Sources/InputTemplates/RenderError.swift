public import JSONText

/// Why a target's input cannot be made from an event. Where EventBridge would drop the event, nothing is sent either.
public struct RenderError: Error, Hashable, Sendable {
    /// Why there is no body.
    public enum Reason: Hashable, Sendable {
        /// A placeholder inside a string of a JSON template, whose value in this event is an object or a list.
        case structureInString(name: String, isList: Bool)
        /// The body would have more bytes than the limit.
        case bodyTooLong(limit: Int)
        /// The result is not JSON.
        case invalidJSON(JSONError)
        /// `input_path` selects nothing in this event.
        case nothingSelected(path: String)
    }

    /// Why there is no body.
    public let reason: Reason
    /// The bytes of the template at fault, the placeholder's; nil for an error of the whole body.
    public let range: Range<Int>?

    init(_ reason: Reason, at range: Range<Int>? = nil) {
        self.reason = reason
        self.range = range
    }
}

extension RenderError: CustomStringConvertible {
    /// The reason as a sentence without a full stop.
    public var description: String {
        switch reason {
        case .structureInString(let name, let isList):
            "the value of <\(name)> is \(isList ? "a list" : "an object"), which cannot stand inside a quoted string: "
                + "EventBridge would deliver nothing; write the placeholder without quotes"
        case .bodyTooLong(let limit): "the body would have more than \(limit) bytes"
        case .invalidJSON(let error): "the body is not JSON: \(error)"
        case .nothingSelected(let path): "input_path \(path) selects nothing in this event"
        }
    }
}
