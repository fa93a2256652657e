/// Hands the files of an archive to several jobs, some at a time, in batches that are numbered in the archive's order.
///
/// An actor, since the jobs share the listing. A source may take its time over the next page of keys: meanwhile the
/// other jobs wait, so that numbers follow the order of the keys.
actor FileQueue {
    private let walk: ArchiveWalk
    private var isListing = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var batches = 0

    init(_ locations: [ArchiveLocation], _ selection: ReplaySelection) {
        walk = ArchiveWalk(locations, selection)
    }

    /// The next entries, at most `count`, which is at least 1; nil at the end.
    func next(_ count: Int) async -> (batch: Int, entries: [WalkedEntry])? {
        while isListing { await withCheckedContinuation { waiting.append($0) } }
        isListing = true
        var found: [WalkedEntry] = []
        while found.count < count, let entry = await walk.next() { found.append(entry) }
        isListing = false
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
        guard !found.isEmpty else { return nil }
        batches += 1
        return (batches - 1, found)
    }
}
