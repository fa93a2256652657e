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
        public let rule: String
        public let target: String
        public let expectation: Expectation
    }

    public enum Expectation: Hashable, Sendable {
        /// The body, byte for byte.
        case text(String)
        /// JSON: of an object, every member must be in the body with that value; anything else must be equal.
        case json([UInt8])
    }

    public let name: String
    public let events: [Event]
    /// The rules that match each event: these and no others.
    public let matches: [String]
    public let bodies: [Body]
    /// Where the test stands in the rules file.
    public let range: Range<Int>
}
