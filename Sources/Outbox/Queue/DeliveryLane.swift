import TextFormats

/// The deliveries to one destination, or one channel of it, that wait in memory for their turn.
struct DeliveryLane: Sendable {
    struct Item: Hashable, Sendable {
        var delivery: PendingDelivery
        /// How often it was made due before its time because the lane worked again.
        var releases = 0
        /// When it goes to the other destination, should the lane fail then; nil: it does not, or did.
        var failoverAt: Timestamp?

        /// - Parameter failoverAfter: for one that was never tried, whose time runs from when it became due.
        init(_ delivery: PendingDelivery, failoverAfter: Duration?) {
            self.delivery = delivery
            failoverAt = delivery.attempts == 0 ? failoverAfter.map { delivery.dueAt + $0 } : nil
        }

        fileprivate var orderKey: QueueName { QueueName(delivery.orderKey) }

        mutating func shift(by difference: Duration) {
            delivery.dueAt = delivery.dueAt + difference
            failoverAt = failoverAt.map { $0 + difference }
        }
    }

    /// How often at most an item is released: one that fails by itself while others get through must not use up its
    /// attempts with their successes.
    static let releasesLimit = 3

    /// In the order of acceptance.
    private(set) var items: [Item] = []
    /// The order keys of those on their way, and how many there are of each.
    private var busyKeys: [QueueName: Int] = [:]
    var inFlight = 0
    var rate: RateWindow?
    var pausedUntil: Timestamp?
    var failuresInARow = 0
    /// Whether it worked again after failures; what was put off in the meantime need not wait.
    private var hasRecovered = false
    /// From this ``PendingDelivery/sequence`` on the store has more than is in memory.
    var overflow: Int64?

    func holds(_ sequence: Int64) -> Bool {
        let index = place(of: sequence)
        return index < items.count && items[index].delivery.sequence == sequence
    }

    private func place(of sequence: Int64) -> Int {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].delivery.sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func insert(_ item: Item, at now: Timestamp) {
        var item = item
        if hasRecovered, failuresInARow == 0 { Self.release(&item, at: now) }
        items.insert(item, at: place(of: item.delivery.sequence))
    }

    /// Takes one out that is about to be sent.
    mutating func take(_ sequence: Int64) -> Item? {
        guard holds(sequence) else { return nil }
        let item = items.remove(at: place(of: sequence))
        busyKeys[item.orderKey, default: 0] += 1
        inFlight += 1
        return item
    }

    mutating func putBack(_ item: Item) {
        inFlight -= 1
        let left = (busyKeys[item.orderKey] ?? 1) - 1
        busyKeys[item.orderKey] = left > 0 ? left : nil
    }

    /// The first of each order key, unless one of the key is on its way. What has no key has nothing to wait for.
    var heads: [Item] {
        var keys = Set(busyKeys.keys)
        return items.filter { $0.delivery.orderKey.isEmpty || keys.insert($0.orderKey).inserted }
    }

    /// Notes that the lane works; what waits for its back-off need not wait any longer.
    mutating func succeed(at now: Timestamp) {
        guard failuresInARow > 0 else { return }
        failuresInARow = 0
        hasRecovered = true
        for index in items.indices { Self.release(&items[index], at: now) }
    }

    /// Lets the first one try again: another lane of the destination works.
    mutating func probe(at now: Timestamp) {
        guard let first = items.indices.min(by: { items[$0].delivery.dueAt < items[$1].delivery.dueAt }) else { return }
        Self.release(&items[first], at: now)
    }

    /// The time was set: all that is to come keeps its distance.
    mutating func shift(by difference: Duration) {
        for index in items.indices { items[index].shift(by: difference) }
        pausedUntil = pausedUntil.map { $0 + difference }
    }

    private static func release(_ item: inout Item, at now: Timestamp) {
        guard item.delivery.dueAt > now, item.releases < releasesLimit else { return }
        item.delivery.dueAt = now
        item.releases += 1
    }
}
