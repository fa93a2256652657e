/// What a stretch of the archive came to: files, records, and what was found, in the order of the archive.
public struct ReplayPart: Sendable {
    public var filesRead = 0
    /// Files outside the selection, which were not opened.
    public var filesPruned = 0
    public var skipped: [SkippedFile] = []
    public var failed: [FailedFile] = []
    public var records = 0
    public var malformed: [MalformedRecord] = []
    public var matches: [ReplayMatch] = []
    public var compressedBytes = 0
    public var contentBytes = 0

    /// How much memory waits in it for its turn, about.
    var heldBytes = 0

    init() {}
}
