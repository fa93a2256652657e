import TextFormats

/// The deliveries to one destination, or one channel of it, that wait in memory for their turn.
///
/// Those of one order key are sent one at a time, in the order of acceptance. That order must hold nothing up for long:
/// a message that Slack always answers with an error is tried for a day, and the same person's next use is not to wait
/// for it. So a delivery that has failed is waited for only if it is tried again within ``orderPatience``, and once
/// (``orderedAttempts``). After that it is out of the order: it goes on being tried by itself and nothing waits for it.
/// When a lane that had failed works again, all that is released is in order again; so what an outage costs is that the
/// one message by which it was seen to be over may be ahead of its place.
struct DeliveryLane: Sendable {
    struct Item: Hashable, Sendable {
        var delivery: PendingDelivery
        /// How often it was made due before its time because the lane worked again.
        var releases = 0
        /// Whether it was released, and has not been tried since.
        var isReleased = false
        /// Of one that is on its way: whether others of its order key wait until it is back.
        fileprivate var holdsKey = false
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

        /// Whether those of its order key that were accepted later wait for it.
        fileprivate func isInOrder(at now: Timestamp) -> Bool {
            guard !delivery.orderKey.isEmpty else { return false }
            if delivery.attempts == 0 || isReleased { return true }
            let isSoon = delivery.dueAt <= now + DeliveryLane.orderPatience
            return isSoon && delivery.attempts < DeliveryLane.orderedAttempts
        }
    }

    /// How many attempts of a delivery those after it in its order wait for.
    static let orderedAttempts = 2
    /// How long they wait for the next of these attempts at most.
    static let orderPatience: Duration = .seconds(5)

    /// How often at most an item is released: one that fails by itself while others get through must not use up its
    /// attempts with their successes.
    static let releasesLimit = 3

    /// In the order of acceptance.
    private(set) var items: [Item] = []
    /// The order keys of those on their way that others wait for, and how many there are of each.
    private var busyKeys: [QueueName: Int] = [:]
    var inFlight = 0
    var rate: RateWindow?
    var pausedUntil: Timestamp?
    var failuresInARow = 0
    /// Whether it worked again after failures; what was put off in the meantime need not wait.
    private var hasRecovered = false
    /// From this ``PendingDelivery/sequence`` on the store has more than is in memory.
    private(set) var overflow: Int64?
    /// From this one on it has some that give way to no others.
    private var urgentOverflow: Int64?

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

    /// Whether one belongs behind others that are not in memory. Those that give way need not be waited for.
    func isBehindOthers(_ delivery: PendingDelivery) -> Bool {
        (delivery.givesWay ? overflow : urgentOverflow).map { $0 < delivery.sequence } ?? false
    }

    /// Leaves one in the store.
    mutating func leave(_ delivery: PendingDelivery) {
        overflow = min(overflow ?? delivery.sequence, delivery.sequence)
        if !delivery.givesWay { urgentOverflow = min(urgentOverflow ?? delivery.sequence, delivery.sequence) }
    }

    /// Leaves the last of those in memory that give way to the store.
    ///
    /// - Returns: false where there is none.
    mutating func makeRoom() -> Bool {
        guard let last = items.lastIndex(where: \.delivery.givesWay) else { return false }
        leave(items.remove(at: last).delivery)
        return true
    }

    /// Notes that the store has been read up to a sequence.
    ///
    /// - Parameter isAll: Whether it has nothing after it.
    mutating func noteRead(upTo covered: Int64, isAll: Bool) {
        let next = covered == .max ? covered : covered + 1
        overflow = isAll ? nil : next
        urgentOverflow = isAll ? nil : urgentOverflow.map { max($0, next) }
    }

    /// Inserts one that was left in the store until now, or never was.
    mutating func admit(_ item: Item, at now: Timestamp) {
        let sequence = item.delivery.sequence
        if overflow == sequence { overflow = sequence == .max ? sequence : sequence + 1 }
        insert(item, at: now)
    }

    mutating func insert(_ item: Item, at now: Timestamp) {
        var item = item
        if hasRecovered, failuresInARow == 0 { Self.release(&item, at: now) }
        items.insert(item, at: place(of: item.delivery.sequence))
    }

    /// Takes one out that is about to be sent.
    mutating func take(_ sequence: Int64, at now: Timestamp) -> Item? {
        guard holds(sequence) else { return nil }
        var item = items.remove(at: place(of: sequence))
        item.holdsKey = item.isInOrder(at: now)
        item.isReleased = false
        if item.holdsKey { busyKeys[item.orderKey, default: 0] += 1 }
        inFlight += 1
        return item
    }

    /// Notes that one which was taken is back, whether it is inserted again or not.
    mutating func putBack(_ item: Item) {
        inFlight -= 1
        guard item.holdsKey else { return }
        let left = (busyKeys[item.orderKey] ?? 1) - 1
        busyKeys[item.orderKey] = left > 0 ? left : nil
    }

    /// The first of each order key, unless one of the key is on its way, and all that are in no order.
    func heads(at now: Timestamp) -> [Item] {
        var keys = Set(busyKeys.keys)
        return items.filter { !$0.isInOrder(at: now) || keys.insert($0.orderKey).inserted }
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

    /// One that was set aside because relay ended while it was on its way stays where it is.
    private static func release(_ item: inout Item, at now: Timestamp) {
        guard item.delivery.dueAt > now, item.releases < releasesLimit, item.delivery.interruptions == 0 else { return }
        item.delivery.dueAt = now
        item.releases += 1
        item.isReleased = true
    }
}
