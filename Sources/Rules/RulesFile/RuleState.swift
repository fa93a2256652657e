/// Whether a rule is on, and for which events EventBridge would run it.
///
/// Source: EventBridge API Reference, `RuleState`.
public enum RuleState: String, CaseIterable, Hashable, Sendable {
    case enabled = "ENABLED"
    case disabled = "DISABLED"
    /// On for read-only management events too, which plain `ENABLED` leaves out.
    case enabledWithAllCloudTrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

    /// Whether relay matches events against the rule. relay itself sees every event it is given, whatever the state.
    public var isEnabled: Bool { self != .disabled }
}
