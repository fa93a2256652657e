/// Takes parts from jobs that finish in any order, and gives them out in the order of their stretches.
///
/// An actor, since the jobs must agree on whose turn it is. Whoever's turn it is waits for nobody but the one who takes
/// the parts, so that the line always moves.
actor OrderedLine {
    /// The stretch whose turn it is.
    private var turn = 0
    private var finished: [Int: ReplayPart] = [:]
    /// Parts whose turn has come.
    private var ready: [ReplayPart] = []
    private var jobs: Int
    private var isAbandoned = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// How many wait for something to change.
    var waitingCount: Int { waiting.count }
    /// How much the parts in `finished` and in `ready` hold.
    private var finishedBytes = 0
    private var readyBytes = 0

    /// How many parts may be ready before those who bring more wait, and how much they may hold.
    private static let readyLimit = 64
    private static let readyBytesLimit = 2 << 20
    /// How much may be finished before its turn, before those who are ahead of it wait.
    private static let finishedBytesLimit = 2 << 20

    /// Whether whoever takes the parts is behind.
    private var isReadyFull: Bool { ready.count >= Self.readyLimit || readyBytes >= Self.readyBytesLimit }

    init(jobs: Int) { self.jobs = jobs }

    /// The next part in order; nil when all jobs have ended.
    func next() async -> ReplayPart? {
        await wait { $0.ready.isEmpty && $0.jobs > 0 }
        guard !ready.isEmpty else { return nil }
        let part = ready.removeFirst()
        readyBytes -= part.heldBytes
        wake()
        return part
    }

    /// Nobody will take another part: whoever waits is let go.
    func abandon() {
        isAbandoned = true
        wake()
    }

    /// Brings a part of a stretch that has not ended; waits until it is its turn.
    func deliver(_ part: ReplayPart, of stretch: Int) async throws(CancellationError) {
        await wait { $0.turn < stretch || $0.isReadyFull }
        guard !isAbandoned else { throw CancellationError() }
        makeReady(part)
        wake()
    }

    /// Brings the last part of a stretch.
    func finish(_ part: ReplayPart, of stretch: Int) {
        finished[stretch] = part
        finishedBytes += part.heldBytes
        while let next = finished.removeValue(forKey: turn) {
            finishedBytes -= next.heldBytes
            makeReady(next)
            turn += 1
        }
        wake()
    }

    private func makeReady(_ part: ReplayPart) {
        ready.append(part)
        readyBytes += part.heldBytes
    }

    /// Waits while a stretch is too far ahead of the turn, or too much is held, so that it stays little.
    func waitUntilNear(_ stretch: Int) async throws(CancellationError) {
        await wait { line in
            let isFar = line.turn < stretch - Replay.stretchesAhead
            let isAheadOfMuch = line.turn < stretch && line.finishedBytes >= Self.finishedBytesLimit
            return isFar || isAheadOfMuch || line.isReadyFull
        }
        guard !isAbandoned else { throw CancellationError() }
    }

    /// Says that a job has ended.
    func leave() {
        jobs -= 1
        wake()
    }

    private func wait(while mustWait: (isolated OrderedLine) -> Bool) async {
        while mustWait(self), !isAbandoned { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Wakes all that wait: they are at most one more than there are jobs, and each looks again for itself.
    private func wake() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}
