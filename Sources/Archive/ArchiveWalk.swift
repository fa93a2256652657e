/// Walks the files of several locations, one location after the other, and decides by its key what is done with each.
///
/// What cannot hold anything of the selection, which ``ReplaySelection`` decides by the key, is not listed or opened.
final class ArchiveWalk {
    private let locations: [ArchiveLocation]
    private let selection: ReplaySelection
    private var nextLocation = 0
    /// The source of the current location, and its open listings from the outermost.
    private var source: (any ArchiveSource)?
    private var listings: [any ArchiveListing] = []

    /// How deep prefixes may nest; CloudTrail's own keys have nine levels.
    static let depthLimit = 64

    init(_ locations: [ArchiveLocation], _ selection: ReplaySelection) {
        (self.locations, self.selection) = (locations, selection)
    }

    /// The next file or pruned prefix; nil at the end.
    func next() async -> WalkedEntry? {
        while true {
            guard let source, let listing = listings.last else {
                guard nextLocation < locations.count else { return nil }
                let location = locations[nextLocation]
                nextLocation += 1
                self.source = location.source
                listings = [location.source.list(location.prefix)]
                continue
            }
            switch await listing.next() {
            case nil: listings.removeLast()
            case .failure(let error): return WalkedEntry(path: error.path, source: source, decision: .fail(error))
            case .success(.file(let file)):
                return WalkedEntry(path: file.key, source: source, decision: decision(on: file))
            case .success(.prefix(let prefix)):
                guard selection.mayHold(prefix: prefix) else {
                    return WalkedEntry(path: prefix, source: source, decision: .prunePrefix)
                }
                guard listings.count < Self.depthLimit else {
                    let error = FileError(.tooDeep(limit: Self.depthLimit), path: prefix)
                    return WalkedEntry(path: prefix, source: source, decision: .fail(error))
                }
                listings.append(source.list(prefix))
            }
        }
    }

    private func decision(on file: ArchiveFile) -> WalkedEntry.Decision {
        let name = file.name
        let key = LogFileKey(fileName: name)
        if let key, !selection.mayHold(key) { return .prune }
        guard !file.isNamed else { return .read(file, isKeyed: false) }
        guard let key else {
            let isLog = Self.logSuffixes.contains { name.hasSuffix($0) }
            return isLog ? .read(file, isKeyed: false) : .skip(.name)
        }
        switch key.content {
        case .log: return .read(file, isKeyed: true)
        case .digest: return .skip(.digest)
        case .insight: return .skip(.insight)
        }
    }

    /// How the names of files end that may hold records and are not named by CloudTrail.
    private static let logSuffixes: [StaticString] = [".json", ".json.gz", ".gz", ".ndjson", ".jsonl", ".log"]
}

/// A file or prefix that an ``ArchiveWalk`` came to, and what is done with it.
struct WalkedEntry: Sendable {
    enum Decision: Hashable, Sendable {
        /// The file is read.
        ///
        /// - Parameter isKeyed: Whether the key names the account and Region of all events in the file, so that the
        ///   events are not asked for theirs.
        case read(ArchiveFile, isKeyed: Bool)
        /// The file holds no records, by its name.
        case skip(SkippedFile.Reason)
        /// The file lies outside the selection.
        case prune
        /// The prefix lies outside the selection and is not listed.
        case prunePrefix
        /// The file or prefix cannot be listed.
        case fail(FileError)
    }

    /// What it is called in messages.
    let path: String
    let source: any ArchiveSource
    let decision: Decision
}
