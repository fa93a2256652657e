/// Notices that the rules file, or anything it was told to look at with it, has changed.
struct RulesWatch {
    /// How often the file is looked at. Somebody who saved it expects it to count within moments.
    static let interval = Duration.seconds(1)

    private let paths: [String]
    private var seen: FileFingerprint

    init(paths: [String]) {
        self.paths = paths
        seen = FileFingerprint(of: paths)
    }

    /// Whether something has changed since the last look.
    mutating func hasChanged() -> Bool {
        let current = FileFingerprint(of: paths)
        guard current != seen else { return false }
        seen = current
        return true
    }
}
