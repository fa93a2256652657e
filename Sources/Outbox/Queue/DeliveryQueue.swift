import Rules
public import TextFormats

/// Decides which deliveries start when. A value without clock or I/O: what happened goes in, what to do comes out.
///
/// ```
///  store ──load──▶ ┌ slack/C1:  12 ▸ 15 ▸ 19   one of an order key at a time, in the order of acceptance
///  enqueue ──────▶ ┤ slack/C2:  paused until 09:14:37
///                  └ pager:     13             at most so many starts a second, so many on their way
/// ```
///
/// A lane is a destination, or one channel of it. Memory is bounded: a lane that is full remembers from which delivery
/// on the store has more, and asks for them when there is room; so a destination that is down for a day holds up
/// nobody but itself.
public struct DeliveryQueue: Sendable {
    public struct Limits: Hashable, Sendable {
        /// Deliveries on their way at a time, to all destinations.
        public var inFlight = 128
        /// To one destination: with a time-out of 5 s a dead one holds so many connections, and no more.
        public var inFlightPerDestination = 32
        /// Deliveries of one lane in memory.
        public var perLane = 256
        /// Deliveries of one destination's lanes in memory.
        public var perDestination = 2_048
        /// Deliveries that are read from the store at a time.
        public var page = 500

        public init() {}
    }

    /// How fast a destination may be sent to.
    public struct Pace: Hashable, Sendable {
        public var perSecond: Int
        public var perSecondAndChannel: Int?
        /// When deliveries go to another destination too, the lane failing, whether they have had their turn or not.
        public var handOverAfter: Duration?

        public init(perSecond: Int, perSecondAndChannel: Int? = nil, handOverAfter: Duration? = nil) {
            self.perSecond = perSecond
            self.perSecondAndChannel = perSecondAndChannel
            self.handOverAfter = handOverAfter
        }
    }

    /// What is to be done now.
    public struct Step: Hashable, Sendable {
        /// To be sent, in this order.
        public var start: [DeliveryID] = []
        /// To be given to the other destination, and not to be sent now.
        public var handOver: [DeliveryID] = []
        /// To be read from the store and handed to ``DeliveryQueue/loaded(_:for:at:)``.
        public var load: Load?
        /// When to ask again, should nothing happen before.
        public var lookAgainAt: Timestamp?
    }

    public struct Load: Hashable, Sendable {
        public let after: DeliveryID?
        public let limit: Int
        /// What was accepted up to here is in the store when it is read.
        fileprivate let known: DeliveryID
        fileprivate let reading: Int
    }

    /// What became of a delivery that was to be started.
    public enum Ending: Hashable, Sendable {
        case delivered
        /// Settled without success: nothing more is to be done.
        case over
        /// To be tried again.
        ///
        /// - Parameters:
        ///   - isFailure: Whether it is a sign that the lane does not work.
        ///   - pause: How long the destination asked not to be sent anything.
        ///   - handOverAt: When it goes to the other destination, should the lane still fail.
        case later(dueAt: Timestamp, isFailure: Bool, pause: Duration? = nil, handOverAt: Timestamp? = nil)
        /// The store did not hand it out, or it was not sent: as it was, but not before `dueAt`.
        case postponed(until: Timestamp)
    }

    /// A senseless `Retry-After` must not silence a channel for longer. The delivery itself waits as it was asked to.
    public static let pauseLimit: Duration = .seconds(3_600)

    private struct Destination: Sendable {
        var pace: Pace
        var rate: RateWindow
        var inFlight = 0
        var held = 0
        var pausedUntil: Timestamp?

        init(_ pace: Pace) {
            self.pace = pace
            rate = RateWindow(perSecond: pace.perSecond)
        }
    }

    private struct Flight: Sendable {
        var item: DeliveryLane.Item
        var lane: LaneKey
        var isHandOver: Bool
    }

    private let limits: Limits
    private var paces: [LaneKey: Pace] = [:]
    private var destinations: [LaneKey: Destination] = [:]
    private var lanes: [LaneKey: DeliveryLane] = [:]
    private var flights: [DeliveryID: Flight] = [:]
    /// Where reading the whole store has got to; nil once it has been read.
    private var scan: Scan?
    /// Counts up when the store is to be read anew: a page that was asked for before does not count then.
    private var reading = 0
    private var isLoading = false
    private var loadsAgainAt: Timestamp?
    /// The latest delivery that was heard of.
    private var highest = DeliveryID(0)

    private struct Scan: Sendable {
        var after: DeliveryID?
        /// The first reading. Until it is done nothing else is taken in, so that a lane always holds its earliest.
        var isFirst: Bool
    }

    /// Begins with reading the store.
    public init(limits: Limits = Limits()) {
        self.limits = limits
        scan = Scan(after: nil, isFirst: true)
    }

    public var inFlightCount: Int { flights.count }
    /// Deliveries in memory that wait.
    public var heldCount: Int { lanes.values.reduce(0) { $0 + $1.items.count } }
    /// Whether nothing is on its way to or from the store or a destination.
    public var isQuiet: Bool { flights.isEmpty && !isLoading }

    /// - Parameter paces: by the destination's name; others have no limit but those of ``Limits``.
    public mutating func setPaces(_ paces: [String: Pace]) {
        self.paces = [:]
        for (name, pace) in paces { self.paces[LaneKey(apiDestination: name)] = pace }
        for key in destinations.keys {
            let pace = self.pace(of: key)
            guard var destination = destinations[key], destination.pace != pace else { continue }
            destination.pace = pace
            destination.rate = RateWindow(perSecond: pace.perSecond)
            destinations[key] = destination
        }
        for key in lanes.keys {
            let rate = rate(of: key)
            lanes[key]?.rate = rate
        }
    }

    private func pace(of destination: LaneKey) -> Pace {
        paces[destination] ?? Pace(perSecond: APIDestination.rateLimitRange.upperBound)
    }

    private func rate(of lane: LaneKey) -> RateWindow? {
        guard lane.channel != nil else { return nil }
        return pace(of: lane.destination).perSecondAndChannel.map(RateWindow.init(perSecond:))
    }
}

extension LaneKey {
    fileprivate var destination: LaneKey { LaneKey(apiDestination: apiDestination) }
}

// MARK: - What comes in

extension DeliveryQueue {
    /// Takes in deliveries that were just accepted. What does not fit stays in the store.
    public mutating func add(_ deliveries: [PendingDelivery], at now: Timestamp) {
        for delivery in deliveries {
            highest = max(highest, delivery.id)
            if scan?.isFirst != true { offer(delivery, at: now) }
        }
    }

    /// Somebody else has changed the store: it is to be read again.
    public mutating func readAgain() {
        reading += 1
        if scan == nil { scan = Scan(after: nil, isFirst: false) } else { scan?.after = nil }
    }

    public mutating func loaded(_ page: [PendingDelivery], for load: Load, at now: Timestamp) {
        isLoading = false
        loadsAgainAt = nil
        let last = page.last?.id
        highest = max(highest, last ?? highest)
        let isEnd = page.count < load.limit
        let covered = isEnd ? max(load.known, last ?? load.known) : last ?? load.known
        for key in lanes.keys {
            guard let overflow = lanes[key]?.overflow, overflow > load.after ?? DeliveryID(Int64.min),
                overflow <= covered.next
            else { continue }
            // What was accepted while the page was read may have stood back for these.
            lanes[key]?.overflow = isEnd && highest <= covered ? nil : covered.next
        }
        for delivery in page { offer(delivery, at: now) }
        guard let scan, reading == load.reading else { return }
        if !isEnd {
            self.scan?.after = last
        } else if scan.isFirst, highest > covered {
            // Accepted while the last page was read.
            self.scan?.after = covered
        } else {
            self.scan = nil
        }
    }

    /// The store could not be read.
    public mutating func loadFailed(retryAt: Timestamp) {
        isLoading = false
        loadsAgainAt = retryAt
    }

    private mutating func offer(_ delivery: PendingDelivery, at now: Timestamp) {
        let key = LaneKey(delivery)
        guard flights[delivery.id] == nil else { return }
        var lane = lanes[key] ?? newLane(key)
        guard !lane.holds(delivery.id) else { return }
        var destination = destinations[key.destination] ?? Destination(pace(of: key.destination))
        let isBehindOthers = lane.overflow.map { $0 < delivery.id } ?? false
        if isBehindOthers || lane.items.count >= limits.perLane || destination.held >= limits.perDestination {
            lane.overflow = min(lane.overflow ?? delivery.id, delivery.id)
        } else {
            if lane.overflow == delivery.id { lane.overflow = delivery.id.next }
            let handOverAfter = destination.pace.handOverAfter
            lane.insert(DeliveryLane.Item(delivery, handOverAfter: handOverAfter), at: now)
            destination.held += 1
        }
        lanes[key] = lane
        destinations[key.destination] = destination
    }

    private func newLane(_ key: LaneKey) -> DeliveryLane {
        var lane = DeliveryLane()
        lane.rate = rate(of: key)
        return lane
    }
}

extension DeliveryID {
    fileprivate var next: DeliveryID { DeliveryID(number == .max ? .max : number + 1) }
    fileprivate var previous: DeliveryID { DeliveryID(number == .min ? .min : number - 1) }
}

// MARK: - What became of deliveries

extension DeliveryQueue {
    public mutating func end(_ id: DeliveryID, _ ending: Ending, at now: Timestamp) {
        guard let flight = flights.removeValue(forKey: id), var lane = lanes[flight.lane],
            var destination = destinations[flight.lane.destination]
        else { return }
        lane.putBack(flight.item)
        if !flight.isHandOver { destination.inFlight -= 1 }
        var isRecovery = false
        var item = flight.item
        switch ending {
        case .over: break
        case .delivered:
            isRecovery = lane.failuresInARow > 0
            lane.succeed(at: now)
        case .later(let dueAt, let isFailure, let pause, let handOverAt):
            item.delivery.attempts += 1
            item.delivery.dueAt = dueAt
            item.handOverAt = handOverAt
            if isFailure { lane.failuresInARow += 1 }
            if let pause, pause > .zero {
                let until = now + min(pause, Self.pauseLimit)
                if flight.lane.channel != nil {
                    lane.pausedUntil = max(lane.pausedUntil ?? until, until)
                } else {
                    destination.pausedUntil = max(destination.pausedUntil ?? until, until)
                }
            }
            lane.insert(item, at: now)
            destination.held += 1
        case .postponed(let until):
            item.delivery.dueAt = max(item.delivery.dueAt, until)
            lane.insert(item, at: now)
            destination.held += 1
        }
        lanes[flight.lane] = lane
        destinations[flight.lane.destination] = destination
        if isRecovery { probeOthers(than: flight.lane, at: now) }
    }

    /// A destination's outage is one of all its channels: once one works, each of the others gets a try.
    private mutating func probeOthers(than lane: LaneKey, at now: Timestamp) {
        for key in lanes.keys where key != lane && key.destination == lane.destination {
            if lanes[key]?.failuresInARow ?? 0 > 0 { lanes[key]?.probe(at: now) }
        }
    }

    /// Until when a lane is not sent to, because the destination asked for it.
    public func pausedUntil(_ lane: LaneKey, at now: Timestamp) -> Timestamp? {
        let moments = [lanes[lane]?.pausedUntil, destinations[lane.destination]?.pausedUntil].compactMap { $0 }
        return moments.max().flatMap { $0 > now ? $0 : nil }
    }
}

// MARK: - What to do

extension DeliveryQueue {
    /// What is to be done now. Whatever it names counts as under way until ``end(_:_:at:)`` or ``loaded(_:for:at:)``.
    public mutating func step(at now: Timestamp) -> Step {
        var step = Step()
        var again: [Timestamp] = []
        var due: [(id: DeliveryID, lane: LaneKey)] = []
        for (key, lane) in lanes {
            let destination = destinations[key.destination]
            let gate = max(lane.pausedUntil ?? now, destination?.pausedUntil ?? now, now)
            for head in lane.heads {
                let startsAt = max(head.delivery.dueAt, gate)
                if startsAt <= now { due.append((head.delivery.id, key)) } else { again.append(startsAt) }
            }
        }
        for (id, key) in due.sorted(by: { $0.id < $1.id }) {
            if let startsAt = start(id, in: key, at: now) {
                if startsAt > now { again.append(startsAt) } else { step.start.append(id) }
            }
        }
        step.handOver = handOvers(at: now, &again)
        step.load = nextLoad(at: now, &again)
        step.lookAgainAt = again.min()
        removeIdleLanes(at: now)
        return step
    }

    /// - Returns: when it starts: now, or later because of a rate; nil while too many are under way.
    private mutating func start(_ id: DeliveryID, in key: LaneKey, at now: Timestamp) -> Timestamp? {
        guard flights.count < limits.inFlight, var lane = lanes[key], var destination = destinations[key.destination],
            destination.inFlight < limits.inFlightPerDestination
        else { return nil }
        let startsAt = max(destination.rate.nextStart(at: now), lane.rate?.nextStart(at: now) ?? now)
        guard startsAt <= now else { return startsAt }
        guard let item = lane.take(id) else { return nil }
        destination.rate.start(at: now)
        lane.rate?.start(at: now)
        destination.inFlight += 1
        destination.held -= 1
        flights[id] = Flight(item: item, lane: key, isHandOver: false)
        lanes[key] = lane
        destinations[key.destination] = destination
        return now
    }

    /// Those that a lane which fails has kept for too long: in their own back-off, behind others of their order key, in a
    /// pause, or because tries of earlier ones take up all of the rate.
    private mutating func handOvers(at now: Timestamp, _ again: inout [Timestamp]) -> [DeliveryID] {
        var ids: [DeliveryID] = []
        for key in lanes.keys {
            guard var lane = lanes[key], lane.failuresInARow > 0 else { continue }
            for item in lane.items {
                guard let moment = item.handOverAt else { continue }
                if moment > now {
                    again.append(moment)
                } else if flights.count < limits.inFlight, let taken = lane.take(item.delivery.id) {
                    flights[item.delivery.id] = Flight(item: taken, lane: key, isHandOver: true)
                    destinations[key.destination]?.held -= 1
                    ids.append(item.delivery.id)
                }
            }
            lanes[key] = lane
        }
        return ids.sorted()
    }

    private mutating func nextLoad(at now: Timestamp, _ again: inout [Timestamp]) -> Load? {
        guard !isLoading else { return nil }
        var after: DeliveryID?
        if let scan {
            after = scan.after
        } else {
            let wanted = lanes.compactMap { key, lane in hasRoom(lane, key) ? lane.overflow : nil }.min()
            guard let wanted else { return nil }
            after = wanted.previous
        }
        if let loadsAgainAt, loadsAgainAt > now {
            again.append(loadsAgainAt)
            return nil
        }
        isLoading = true
        return Load(after: after, limit: limits.page, known: highest, reading: reading)
    }

    /// Half empty: so that pages are read seldom, and worth it.
    private func hasRoom(_ lane: DeliveryLane, _ key: LaneKey) -> Bool {
        lane.items.count <= limits.perLane / 2
            && destinations[key.destination]?.held ?? 0 <= limits.perDestination - limits.perLane / 2
    }

    private mutating func removeIdleLanes(at now: Timestamp) {
        for (key, lane) in lanes
        where lane.items.isEmpty && lane.inFlight == 0 && lane.overflow == nil && lane.pausedUntil ?? now <= now
            && lane.rate?.isIdle(at: now) ?? true
        { lanes[key] = nil }
    }
}
