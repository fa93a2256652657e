public import JSONText

/// Why a text is not an event.
public enum EventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not JSON; the error has the offset.
    case notJSON(JSONError)
    /// The text is JSON of another kind.
    case notAnObject(JSONValue.Kind)

    /// The reason as one sentence.
    public var description: String {
        switch self {
        case .notJSON(let error): "the event is not JSON: \(error)"
        case .notAnObject(let kind): "an event is a JSON object, this is \(kind == .array ? "an array" : "a \(kind)")"
        }
    }
}
