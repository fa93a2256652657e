import Rules
public import TextFormats

/// Decides which deliveries start when. A value without clock or I/O: what happened goes in, what to do comes out.
///
/// ```
///  store ──load──▶ ┌ slack/C1:  12 ▸ 15 ▸ 19   one of an order key at a time, see ``DeliveryLane``
///  enqueue ──────▶ ┤ slack/C2:  paused until 09:14:37    what gives way comes after all others
///                  └ pager:     13             at most so many starts a second, so many on their way
/// ```
///
/// A lane is a destination, or one channel of it. Memory is bounded: a lane that is full remembers from which delivery
/// on the store has more, and asks for them when there is room; so a destination that is down for a day
/// delays no other.
public struct DeliveryQueue: Sendable {
    /// How much may be under way or in memory; what does not fit waits in the store.
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

        /// relay's own limits.
        public init() {}
    }

    /// How fast a destination may be sent to.
    public struct Pace: Hashable, Sendable {
        /// Starts in any one second, to all channels together.
        public var perSecond: Int
        /// Starts in any one second to one channel; nil where channels have no limit of their own.
        public var perSecondAndChannel: Int?
        /// How long a lane may fail before its deliveries, tried or not, are given to the failover destination too.
        public var failoverAfter: Duration?

        /// Memberwise.
        public init(perSecond: Int, perSecondAndChannel: Int? = nil, failoverAfter: Duration? = nil) {
            self.perSecond = perSecond
            self.perSecondAndChannel = perSecondAndChannel
            self.failoverAfter = failoverAfter
        }
    }

    /// What is to be done now.
    public struct Step: Hashable, Sendable {
        /// To be sent, in this order.
        public var start: [DeliveryID] = []
        /// To be given to the other destination, and not to be sent now.
        public var failOver: [DeliveryID] = []
        /// To be read from the store and handed to ``DeliveryQueue/loaded(_:for:at:)``.
        public var load: Load?
        /// When to ask again, should nothing happen before.
        public var lookAgainAt: Timestamp?
    }

    /// A page of pending deliveries that is to be read.
    public struct Load: Hashable, Sendable {
        /// The ``PendingDelivery/sequence`` after which to read; nil for from the first on.
        public let after: Int64?
        /// How many to read.
        public let limit: Int
        /// What was accepted up to this sequence is in the store when it is read.
        fileprivate let known: Int64
        fileprivate let reading: Int
    }

    /// What became of a delivery that was to be started.
    public enum Ending: Hashable, Sendable {
        /// The destination has taken it: the lane works.
        case delivered
        /// Settled without success: nothing more is to be done.
        case over
        /// To be tried again.
        ///
        /// - Parameters:
        ///   - isFailure: Whether it is a sign that the lane does not work.
        ///   - pause: How long the destination asked not to be sent anything.
        ///   - failoverAt: When it goes to the other destination, should the lane still fail.
        case later(dueAt: Timestamp, isFailure: Bool, pause: Duration? = nil, failoverAt: Timestamp? = nil)
        /// The store did not hand it out, or it was not sent: as it was, but not before `dueAt`.
        case postponed(until: Timestamp)
    }

    /// The longest pause of a lane. A longer `Retry-After` holds back the delivery itself, and not the others of its lane.
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
        var isFailover: Bool
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
    /// The sequence of the latest delivery that was heard of.
    private var highest: Int64 = 0

    private struct Scan: Sendable {
        var after: Int64?
        /// The first reading. Until it is done nothing else is taken in, so that a lane always holds its earliest.
        var isFirst: Bool
    }

    /// Begins with reading the store.
    public init(limits: Limits = Limits()) {
        self.limits = limits
        scan = Scan(after: nil, isFirst: true)
    }

    /// How many deliveries are on their way.
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
            highest = max(highest, delivery.sequence)
            if scan?.isFirst != true { offer(delivery, at: now) }
        }
    }

    /// Somebody else has changed the store: it is to be read again.
    public mutating func readAgain() {
        reading += 1
        if scan == nil { scan = Scan(after: nil, isFirst: false) } else { scan?.after = nil }
    }

    /// Takes in a page that was read.
    public mutating func loaded(_ page: [PendingDelivery], for load: Load, at now: Timestamp) {
        isLoading = false
        loadsAgainAt = nil
        let last = page.last?.sequence
        highest = max(highest, last ?? highest)
        let isEnd = page.count < load.limit
        let covered = isEnd ? max(load.known, last ?? load.known) : last ?? load.known
        for key in lanes.keys {
            guard let overflow = lanes[key]?.overflow, overflow > load.after ?? .min,
                overflow.previous <= covered
            else { continue }
            // What was accepted while the page was read may have stood back for these.
            lanes[key]?.noteRead(upTo: covered, isAll: isEnd && highest <= covered)
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

    /// The time was set: all that is to come keeps its distance from now. Rates begin anew.
    public mutating func shift(by difference: Duration) {
        for key in lanes.keys {
            let rate = rate(of: key)
            lanes[key]?.shift(by: difference)
            lanes[key]?.rate = rate
        }
        for (key, destination) in destinations {
            destinations[key]?.pausedUntil = destination.pausedUntil.map { $0 + difference }
            destinations[key]?.rate = RateWindow(perSecond: destination.pace.perSecond)
        }
        for id in flights.keys { flights[id]?.item.shift(by: difference) }
        loadsAgainAt = loadsAgainAt.map { $0 + difference }
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
        guard !lane.holds(delivery.sequence) else { return }
        var destination = destinations[key.destination] ?? Destination(pace(of: key.destination))
        var isLeft = lane.isBehindOthers(delivery)
        if !isLeft, lane.items.count >= limits.perLane || destination.held >= limits.perDestination {
            isLeft = delivery.givesWay || !lane.makeRoom()
            if !isLeft { destination.held -= 1 }
        }
        if isLeft {
            lane.leave(delivery)
        } else {
            let failoverAfter = destination.pace.failoverAfter
            lane.admit(DeliveryLane.Item(delivery, failoverAfter: failoverAfter), at: now)
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

extension PendingDelivery {
    fileprivate func goesBefore(_ other: PendingDelivery) -> Bool {
        givesWay == other.givesWay ? sequence < other.sequence : other.givesWay
    }
}

extension Int64 {
    fileprivate var previous: Int64 { self == .min ? .min : self - 1 }
}

// MARK: - What became of deliveries

extension DeliveryQueue {
    /// Takes in what became of a delivery that was to be started; of any other it does nothing.
    public mutating func end(_ id: DeliveryID, _ ending: Ending, at now: Timestamp) {
        guard let flight = flights.removeValue(forKey: id), var lane = lanes[flight.lane],
            var destination = destinations[flight.lane.destination]
        else { return }
        lane.putBack(flight.item)
        if !flight.isFailover { destination.inFlight -= 1 }
        var isRecovery = false
        var item = flight.item
        switch ending {
        case .over: break
        case .delivered:
            isRecovery = lane.failuresInARow > 0
            lane.succeed(at: now)
        case .later(let dueAt, let isFailure, let pause, let failoverAt):
            item.delivery.attempts += 1
            item.delivery.interruptions = 0
            item.delivery.dueAt = dueAt
            item.failoverAt = failoverAt
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

    /// Until when a lane is not sent to, because the destination asked for it; of a whole destination, the longest such
    /// pause of any of its lanes.
    public func pausedUntil(_ lane: LaneKey, at now: Timestamp) -> Timestamp? {
        var moments = [destinations[lane.destination]?.pausedUntil]
        if lane.channel == nil {
            moments += lanes.filter { $0.key.destination == lane }.map(\.value.pausedUntil)
        } else {
            moments.append(lanes[lane]?.pausedUntil)
        }
        return moments.compactMap { $0 }.max().flatMap { $0 > now ? $0 : nil }
    }
}

// MARK: - What to do

extension DeliveryQueue {
    /// What is to be done now. Everything that it names counts as under way until ``end(_:_:at:)`` or ``loaded(_:for:at:)``.
    public mutating func step(at now: Timestamp) -> Step {
        var step = Step()
        var again: [Timestamp] = []
        var due: [(delivery: PendingDelivery, lane: LaneKey)] = []
        for (key, lane) in lanes {
            let destination = destinations[key.destination]
            let gate = max(lane.pausedUntil ?? now, destination?.pausedUntil ?? now, now)
            for head in lane.heads(at: now) {
                let startsAt = max(head.delivery.dueAt, min(gate, head.delivery.lastTryAt ?? gate))
                if startsAt <= now { due.append((head.delivery, key)) } else { again.append(startsAt) }
            }
        }
        for (delivery, key) in due.sorted(by: { $0.delivery.goesBefore($1.delivery) }) {
            if let startsAt = start(delivery, in: key, at: now) {
                if startsAt > now { again.append(startsAt) } else { step.start.append(delivery.id) }
            }
        }
        step.failOver = failovers(at: now, &again)
        step.load = nextLoad(at: now, &again)
        step.lookAgainAt = again.min()
        removeIdleLanes(at: now)
        return step
    }

    /// - Returns: when it starts: now, or later because of a rate; nil while too many are under way.
    private mutating func start(
        _ delivery: PendingDelivery, in key: LaneKey, at now: Timestamp
    ) -> Timestamp? {
        guard flights.count < limits.inFlight, !isBehindAnotherInterrupted(delivery), var lane = lanes[key],
            var destination = destinations[key.destination],
            destination.inFlight < limits.inFlightPerDestination
        else { return nil }
        let startsAt = max(destination.rate.nextStart(at: now), lane.rate?.nextStart(at: now) ?? now)
        guard startsAt <= now else { return startsAt }
        guard let item = lane.take(delivery.sequence, at: now) else { return nil }
        destination.rate.start(at: now)
        lane.rate?.start(at: now)
        destination.inFlight += 1
        destination.held -= 1
        flights[delivery.id] = Flight(item: item, lane: key, isFailover: false)
        lanes[key] = lane
        destinations[key.destination] = destination
        return now
    }

    /// One that was on its way when relay ended may be what ended it: were several sent at once, the next end would not
    /// tell which.
    private func isBehindAnotherInterrupted(_ delivery: PendingDelivery) -> Bool {
        delivery.interruptions > 0 && flights.values.contains { $0.item.delivery.interruptions > 0 && !$0.isFailover }
    }

    /// Those that a lane which fails has kept for too long: in their own back-off, behind others of their order key, in a
    /// pause, or because tries of earlier ones take up all of the rate.
    private mutating func failovers(at now: Timestamp, _ again: inout [Timestamp]) -> [DeliveryID] {
        var found: [PendingDelivery] = []
        for key in lanes.keys {
            guard var lane = lanes[key], lane.failuresInARow > 0 else { continue }
            for item in lane.items {
                guard let moment = item.failoverAt else { continue }
                if moment > now {
                    again.append(moment)
                } else if flights.count < limits.inFlight, let taken = lane.take(item.delivery.sequence, at: now) {
                    flights[item.delivery.id] = Flight(item: taken, lane: key, isFailover: true)
                    destinations[key.destination]?.held -= 1
                    found.append(item.delivery)
                }
            }
            lanes[key] = lane
        }
        return found.sorted { $0.sequence < $1.sequence }.map(\.id)
    }

    private mutating func nextLoad(at now: Timestamp, _ again: inout [Timestamp]) -> Load? {
        guard !isLoading else { return nil }
        var after: Int64?
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
