public import JSONText

/// What a ``JSONPath`` selects in an event.
public enum PathResult: Sendable {
    /// Nothing: a step found no such member or element.
    case missing
    /// The one value that a path without `*` selects.
    case value(JSONValue)
    /// What a path with a `*` selects, in the order of the text; empty where the `*` stands on something empty.
    case list([JSONValue])
}
