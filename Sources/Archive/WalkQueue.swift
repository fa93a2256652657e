import Synchronization

/// Hands the files of a walk to several jobs, in stretches that are numbered in the order of the walk.
final class WalkQueue: Sendable {
    private struct State {
        var walk: ArchiveWalk
        var stretches = 0
    }

    private let state: Mutex<State>

    init(_ walk: ArchiveWalk) { state = Mutex(State(walk: walk)) }

    /// The next files, at most `count`; nil at the end.
    func next(_ count: Int) -> (stretch: Int, entries: [ArchiveWalk.Entry])? {
        state.withLock { state in
            var entries: [ArchiveWalk.Entry] = []
            while entries.count < count, let entry = state.walk.next() { entries.append(entry) }
            guard !entries.isEmpty else { return nil }
            state.stretches += 1
            return (state.stretches - 1, entries)
        }
    }
}
