/// How quickly fire drills must be announced, and which drills `relay serve` holds at intervals.
public struct DrillSettings: Hashable, Sendable {
    /// A drill that `relay serve` holds by itself.
    public struct Heartbeat: Hashable, Sendable {
        /// The name of the rule that is drilled.
        public var rule: String
        /// Where the rule's name stands in the file.
        package var ruleRange: Range<Int>
        /// The API destination of its messages: one for drills alone, so that people do not get used to drills among
        /// alerts.
        public var apiDestination: String
        /// The time between two drills, in whole minutes.
        public var every: Duration

        /// Memberwise.
        package init(rule: String, ruleRange: Range<Int>, apiDestination: String, every: Duration) {
            self.rule = rule
            self.ruleRange = ruleRange
            self.apiDestination = apiDestination
            self.every = every
        }
    }

    /// The announcement target: from the event's arrival to the last destination's answer.
    public var announcedWithin: Duration = .seconds(60)
    /// Nil where `relay serve` holds no drills by itself.
    public var heartbeat: Heartbeat?

    /// What `announced_within_seconds` may be: up to a day.
    public static let announcedWithinSecondsRange = 1...86_400
    /// What `every_minutes` may be: up to a week.
    public static let heartbeatMinutesRange = 1...10_080
    /// The minutes between two heartbeat drills unless the file says otherwise.
    public static let heartbeatMinutesUnlessGiven = 60

    /// A minute, and no heartbeat.
    public init() {}
}

/// When uses of one role become too many for a message each. Each target is seen by itself, and refused uses apart from
/// allowed ones; the first allowed use of each person within the window has a message of its own all the same.
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
