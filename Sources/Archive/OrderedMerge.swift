/// Takes results from jobs that finish in any order, and gives them out in the order of the archive.
///
/// The archive is cut into numbered batches of files; each job works on one batch at a time and may bring what it has
/// found in several pieces. An actor, since the jobs must agree on whose turn it is. The job whose turn it is waits for
/// nothing but the reader of the results, so that the merge always goes on.
actor OrderedMerge {
    /// The batch whose turn it is.
    private var turn = 0
    /// Batches that are done before their turn, by number.
    private var finished: [Int: ReplayBatch] = [:]
    /// Pieces whose turn has come.
    private var ready: [ReplayBatch] = []
    private var jobs: Int
    private var isAbandoned = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// How many tasks wait for something to change.
    var waitingCount: Int { waiting.count }
    /// How much memory the pieces in `finished` and in `ready` hold.
    private var finishedBytes = 0
    private var readyBytes = 0

    /// How many pieces may be ready before the jobs wait, and how much memory they may hold.
    private static let readyLimit = 64
    private static let readyBytesLimit = 2 << 20
    /// How much memory batches that are done before their turn may hold, before jobs that are ahead wait.
    private static let finishedBytesLimit = 2 << 20

    /// Whether the reader of the results is behind.
    private var isReadyFull: Bool { ready.count >= Self.readyLimit || readyBytes >= Self.readyBytesLimit }

    init(jobs: Int) { self.jobs = jobs }

    /// The next piece in order; nil when all jobs have ended.
    func next() async -> ReplayBatch? {
        await wait { $0.ready.isEmpty && $0.jobs > 0 }
        guard !ready.isEmpty else { return nil }
        let piece = ready.removeFirst()
        readyBytes -= piece.heldBytes
        wake()
        return piece
    }

    /// Says that nothing more will be read: all jobs that wait end with a `CancellationError`.
    func abandon() {
        isAbandoned = true
        wake()
    }

    /// Brings a piece of a batch that has not ended; waits until it is the batch's turn.
    func deliver(_ piece: ReplayBatch, of batch: Int) async throws(CancellationError) {
        await wait { $0.turn < batch || $0.isReadyFull }
        guard !isAbandoned else { throw CancellationError() }
        makeReady(piece)
        wake()
    }

    /// Brings the last piece of a batch.
    func finish(_ piece: ReplayBatch, of batch: Int) {
        finished[batch] = piece
        finishedBytes += piece.heldBytes
        while let next = finished.removeValue(forKey: turn) {
            finishedBytes -= next.heldBytes
            makeReady(next)
            turn += 1
        }
        wake()
    }

    private func makeReady(_ piece: ReplayBatch) {
        ready.append(piece)
        readyBytes += piece.heldBytes
    }

    /// Waits while a batch is too far ahead of the turn, or too much memory is held.
    func waitUntilNear(_ batch: Int) async throws(CancellationError) {
        await wait { merge in
            let isFar = merge.turn < batch - Replay.batchesAhead
            let isAheadOfMuch = merge.turn < batch && merge.finishedBytes >= Self.finishedBytesLimit
            return isFar || isAheadOfMuch || merge.isReadyFull
        }
        guard !isAbandoned else { throw CancellationError() }
    }

    /// Says that a job has ended.
    func leave() {
        jobs -= 1
        wake()
    }

    private func wait(while mustWait: (isolated OrderedMerge) -> Bool) async {
        while mustWait(self), !isAbandoned { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Wakes all that wait: they are at most one more than there are jobs, and each looks again for itself.
    private func wake() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}
