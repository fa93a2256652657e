/// When uses of one role become too many for a message each.
public struct StormControl: Hashable, Sendable {
    /// So many uses of one role within the window have a message each; those after them are folded.
    public var roleUses = 10
    public var window: Duration = .seconds(600)

    public static let roleUsesRange = 1...10_000
    public static let windowSecondsRange = 10...86_400

    public init() {}
}
