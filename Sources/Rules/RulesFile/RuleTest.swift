/// One test of the rules: events, and which rules must match them.
public struct RuleTest: Sendable {
    /// An event of a test.
    public enum Event: Hashable, Sendable {
        /// The path of a file, relative to the rules file.
        case file(path: String)
        /// JSON text that stands in the rules file.
        case inline([UInt8])
    }

    /// What a target must send for an event.
    public struct Body: Sendable {
        /// The name of a rule of the file.
        public let rule: String
        /// The id of one of the rule's targets.
        public let target: String
        /// What the body must be.
        public let expectation: Expectation
    }

    /// What a body must be.
    public enum Expectation: Hashable, Sendable {
        /// The body, byte for byte.
        case text(String)
        /// JSON: of an object, every member must be in the body with that value; anything else must be equal.
        case json([UInt8])
    }

    /// What must hold, as a sentence of at most 512 characters.
    public let name: String
    /// From 1 to 100 events; each must match the same rules.
    public let events: [Event]
    /// The rules that match each event: these and no others.
    public let matches: [String]
    /// What targets must send for each event; targets that are not named may send anything.
    public let bodies: [Body]
    /// Where the test stands in the rules file.
    public let range: Range<Int>
}
