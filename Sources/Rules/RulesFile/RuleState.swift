/// Whether a rule is on, and for which events EventBridge would run it.
///
/// Source: EventBridge API Reference, `RuleState`.
public enum RuleState: String, CaseIterable, Hashable, Sendable {
    /// On; EventBridge leaves out read-only management events.
    case enabled = "ENABLED"
    /// Off.
    case disabled = "DISABLED"
    /// On for read-only management events too, which plain `ENABLED` leaves out.
    case enabledWithAllCloudTrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

    /// Whether relay matches events against the rule. relay sees every event that it is given, in either enabled state.
    public var isEnabled: Bool { self != .disabled }
}
