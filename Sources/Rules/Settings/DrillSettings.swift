/// What fire drills must achieve, and which are held by the clock.
public struct DrillSettings: Hashable, Sendable {
    /// A drill that `relay serve` holds by itself.
    public struct Heartbeat: Hashable, Sendable {
        public var rule: String
        /// Where the rule's name stands in the file.
        package var ruleRange: Range<Int>
        /// Where its message goes: a destination of its own, so that nobody gets used to drills.
        public var apiDestination: String
        public var every: Duration

        package init(rule: String, ruleRange: Range<Int>, apiDestination: String, every: Duration) {
            self.rule = rule
            self.ruleRange = ruleRange
            self.apiDestination = apiDestination
            self.every = every
        }
    }

    /// From the event's arrival to the last destination's answer.
    public var announcedWithin: Duration = .seconds(60)
    public var heartbeat: Heartbeat?

    public static let announcedWithinSecondsRange = 1...86_400
    public static let heartbeatMinutesRange = 1...10_080
    public static let heartbeatMinutesUnlessGiven = 60

    public init() {}
}
