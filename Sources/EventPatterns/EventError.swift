public import JSONText

/// Why a text is no event.
public enum EventError: Error, Hashable, Sendable, CustomStringConvertible {
    case notJSON(JSONError)
    case notAnObject(JSONValue.Kind)

    public var description: String {
        switch self {
        case .notJSON(let error): "the event is not JSON: \(error)"
        case .notAnObject(let kind): "an event is a JSON object, this is \(kind == .array ? "an array" : "a \(kind)")"
        }
    }
}
