/// Takes parts from jobs that finish in any order, and passes them on in the order of their stretches.
///
/// An actor, since the jobs must agree on whose turn it is. Whoever's turn it is never waits, so that the line always
/// moves.
actor OrderedLine {
    private let take: @Sendable (ReplayPart) throws -> Void
    /// The stretch whose turn it is.
    private var turn = 0
    private var finished: [Int: ReplayPart] = [:]
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var failure: (any Error)?

    init(take: @escaping @Sendable (ReplayPart) throws -> Void) { self.take = take }

    /// Passes on a part of a stretch that has not ended; waits until it is its turn.
    func deliver(_ part: ReplayPart, of stretch: Int) async throws {
        await wait { $0 >= stretch }
        try pass(part)
    }

    /// Passes on the last part of a stretch, now or when it is its turn.
    func finish(_ part: ReplayPart, of stretch: Int) throws {
        finished[stretch] = part
        while let next = finished.removeValue(forKey: turn) {
            try pass(next)
            turn += 1
        }
        wakeAll()
    }

    /// Waits while a stretch is too far ahead of the turn, so that what waits stays little.
    func waitUntilNear(_ stretch: Int) async throws {
        await wait { $0 >= stretch - Replay.stretchesAhead }
        if let failure { throw failure }
    }

    private func pass(_ part: ReplayPart) throws {
        if let failure { throw failure }
        do {
            try take(part)
        } catch {
            failure = error
            wakeAll()
            throw error
        }
    }

    private func wait(until isReached: @Sendable (Int) -> Bool) async {
        while !isReached(turn), failure == nil { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Wakes all that wait: they are at most as many as there are jobs, and each looks again for itself.
    private func wakeAll() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}
