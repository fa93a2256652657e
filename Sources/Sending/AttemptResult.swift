import Outbox

/// What came of one attempt: for the record, and for what follows.
struct AttemptResult: Sendable {
    var verdict: Verdict
    /// For people; secrets masked.
    var excerpt = ""
    /// How many uses of a storm the message told of.
    var toldUses: Int?
}
