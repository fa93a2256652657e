public import Rules
public import TextFormats

/// What looking after a store needs of it: to see deliveries, to do something about them by hand, to keep it small.
///
/// `RelayTesting` has the conformance kit, `OutboxOperationsKit`.
public protocol OutboxOperations: Sendable {
    /// Deliveries, the newest first.
    func deliveries(_ filter: OutboxFilter, limit: Int) async throws(StoreError) -> [Delivery]

    /// A delivery with all that was done to it; nil where there is no such delivery.
    func delivery(_ id: DeliveryID) async throws(StoreError) -> DeliveryRecord?

    /// Does something to deliveries by hand, and puts on record who did it and why. A store may do it in steps; what is
    /// being sent is left alone.
    ///
    /// - Returns: how many there were.
    func intervene(_ intervention: Intervention) async throws(StoreError) -> Int

    /// Removes what is older than the settings say, a bounded number of rows at a time, each a transaction of its own,
    /// so that other writes do not wait long. A delivery that is pending, being sent, or waiting is never removed.
    ///
    /// - Returns: how many rows went.
    func prune(_ retention: Retention, at now: Timestamp) async throws(StoreError) -> Int

    /// What the store remembers of time; nil for a new one.
    func time() async throws(StoreError) -> StoreTime?

    /// Puts the time on record. With a shift, in the same transaction, what is pending or on its way moves with it: by
    /// ``TimeShift/difference`` when its time to try began, by ``TimeShift/dueDifference`` when it is due. By the latter
    /// move also when a delivery began to wait, and the end of each storm that had not ended at ``TimeShift/from``.
    func keep(_ time: StoreTime, shifting shift: TimeShift?) async throws(StoreError)
}

extension OutboxOperations {
    /// Sends again what was given up or waits, with attempts and time counted anew. What was dropped is sent only where
    /// the filter names its id, or that state. What is pending or on its way is left alone.
    ///
    /// - Returns: how many there were.
    public func redrive(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        try await intervene(Intervention(.redrive, filter, because: note))
    }

    /// Gives up what is pending or waits; dead letters, which are settled with that, where the filter names their ids or
    /// their state. What is on its way is left alone.
    ///
    /// - Returns: how many there were.
    public func drop(_ filter: OutboxFilter, because note: OperatorNote) async throws(StoreError) -> Int {
        try await intervene(Intervention(.drop, filter, because: note))
    }
}

/// Something that is done to deliveries by hand, worked out as values: a store applies it to each delivery that ``filter``
/// means and that is in one of ``states``.
public struct Intervention: Hashable, Sendable {
    /// What is done.
    public var action: OperatorNote.Action
    /// Which deliveries are meant.
    public var filter: OutboxFilter
    /// By whom, why and when.
    public var note: OperatorNote
    /// Only deliveries in these are concerned.
    public var states: Set<DeliveryState>
    /// The state from then on; ``Delivery/dueAt`` becomes the note's time.
    public var newState: DeliveryState
    /// Whether attempts and time are counted anew from the note's time, plain text and the dead letter forgotten.
    public var startsAnew: Bool

    /// Works out what an action does to which states.
    public init(_ action: OperatorNote.Action, _ filter: OutboxFilter, because note: OperatorNote) {
        (self.action, self.filter, self.note) = (action, filter, note)
        switch action {
        case .redrive:
            states = [.dead, .waiting]
            if !filter.ids.isEmpty || filter.states.contains(.dropped) { states.insert(.dropped) }
            (newState, startsAnew) = (.pending, true)
        case .drop:
            states = [.pending, .waiting]
            if !filter.ids.isEmpty || filter.states.contains(.dead) { states.insert(.dead) }
            (newState, startsAnew) = (.dropped, false)
        }
        if !filter.states.isEmpty { states.formIntersection(filter.states) }
    }

    /// What is counted for deliveries to one destination that were in one state.
    public func count(
        _ apiDestination: String, from state: DeliveryState, _ number: Int64, in counters: inout CounterChanges
    ) {
        switch action {
        case .redrive: counters.redriven(apiDestination, from: state, count: number)
        case .drop: counters.dropped(apiDestination, from: state, count: number)
        }
    }
}
