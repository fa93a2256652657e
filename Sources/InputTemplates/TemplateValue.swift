public import JSONText

/// The value of one of relay's own variables.
public enum TemplateValue: Sendable {
    /// Text, escaped where it is written.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A value taken from JSON as it stands.
    case json(JSONValue)
}
