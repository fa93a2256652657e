/// When uses of one role become too many for a message each.
public struct StormControl: Hashable, Sendable {
    /// How many uses of one role within the window have a message each; further ones share one message.
    public var roleUses = 10
    /// The window in which uses of one role are counted.
    public var window: Duration = .seconds(600)

    /// What `role_uses` may be.
    public static let roleUsesRange = 1...10_000
    /// What `within_seconds` may be: up to a day.
    public static let windowSecondsRange = 10...86_400

    /// Ten uses in ten minutes.
    public init() {}
}
