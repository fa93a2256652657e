/// A file that was passed over because it holds no records.
public struct SkippedFile: Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case digest, insight
        /// Its name does not end as logs' names do.
        case name
    }

    public let path: String
    public let reason: Reason
}
