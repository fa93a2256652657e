public import JSONText

/// The value of one of relay's own variables.
public enum TemplateValue: Sendable {
    case string(String)
    case integer(Int)
    /// A value taken from JSON as it stands.
    case json(JSONValue)
}
