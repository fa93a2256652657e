/// How the events fared with a pattern, in numbers.
struct TrialTally: Hashable {
    var events = 0
    var matched = 0
    /// Records that could not be read.
    var malformed = 0
    /// Files without events: digests, Insights, and in folders whatever is no log.
    var skippedFiles = 0
    /// Files that could not be read, or not to their end.
    var failedFiles = 0

    /// As with grep, what could not be looked at outweighs a match: the caller may have asked for the other answer.
    var status: ExitStatus {
        if malformed > 0 || failedFiles > 0 || events == 0 { return .unknown }
        return matched > 0 ? .yes : .no
    }
}
