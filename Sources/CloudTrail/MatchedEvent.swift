public import JSONText

/// An event that some rules match. It is read once and handed on whole, so that its text is not parsed again.
///
/// A class, because a ``RoleUse`` holds some thirty strings, and copying it costs more than parsing does.
public final class MatchedEvent: Sendable {
    /// The event as EventBridge delivers it.
    public let document: JSONDocument
    /// The rules that match it, as ascending indices into the rules that it was matched against.
    public let rules: [Int]
    /// The role use that the event records; nil where it records none.
    public let use: RoleUse?

    /// - Parameters:
    ///   - document: ``document``. Its role use is worked out here.
    ///   - rules: ``rules``.
    public convenience init(_ document: JSONDocument, rules: [Int]) {
        self.init(document: document, rules: rules, use: RoleUse(event: document.root))
    }

    private init(document: JSONDocument, rules: [Int], use: RoleUse?) {
        (self.document, self.rules, self.use) = (document, rules, use)
    }

    /// The same event with other indices, as another set of rules counts them.
    public func matching(_ rules: [Int]) -> MatchedEvent {
        MatchedEvent(document: document, rules: rules, use: use)
    }

    /// The event as compact JSON, on one line.
    public var line: [UInt8] {
        var line: [UInt8] = []
        document.root.appendCompact(to: &line)
        return line
    }
}
