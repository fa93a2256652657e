import TextFormats

/// So many starts in any one second, counted exactly: the times of the last ones are remembered, and the next may come a
/// second after the oldest of them.
///
/// A token bucket would let twice as many through within a second, when it is full and fills up again.
struct RateWindow: Hashable, Sendable {
    let perSecond: Int
    /// At most ``perSecond``, in the order of time from ``oldest`` on, round and round.
    private var starts: [Timestamp] = []
    private var oldest = 0

    init(perSecond: Int) { self.perSecond = max(1, perSecond) }

    /// When the next start may be; not later than now if at once.
    func nextStart(at now: Timestamp) -> Timestamp {
        guard starts.count >= perSecond, newest <= now else { return now }
        return starts[oldest] + .seconds(1)
    }

    mutating func start(at now: Timestamp) {
        // Whoever has put the clock back does not have to wait until it is as late again.
        if let last = starts.isEmpty ? nil : newest, last > now { (starts, oldest) = ([], 0) }
        if starts.count < perSecond {
            starts.append(now)
        } else {
            starts[oldest] = now
            oldest = (oldest + 1) % perSecond
        }
    }

    /// Whether nothing of it matters any more.
    func isIdle(at now: Timestamp) -> Bool { starts.isEmpty || newest + .seconds(1) <= now || newest > now }

    private var newest: Timestamp { starts[(oldest + starts.count - 1) % starts.count] }
}
