import Alerts
import CloudTrail
import Outbox
import TextFormats

/// Writes the plans of one commit into a state.
struct InMemoryWriter {
    var state = InMemoryAlertStore.State()
    let acceptedAt: Timestamp
    private var uses: [Int: Int64] = [:]
    private var summaries: [StormReference: Int64] = [:]

    init(acceptedAt: Timestamp) { self.acceptedAt = acceptedAt }

    mutating func write(_ plan: AcceptancePlan, at index: Int) -> [PendingDelivery] {
        switch plan.use {
        case .add(var use):
            state.lastUse += 1
            use.id = state.lastUse
            uses[index] = use.id
            state.write(use)
        case .replace(let reference, var use):
            use.id = id(of: reference)
            state.write(use)
        case nil: break
        }
        for announcement in plan.announcements {
            let use = id(of: announcement.use)
            state.announcements[use, default: [:]][announcement.target] = announcement.isFolded
            if let role = state.uses[use]?.roleKey { state.versions[role, default: 0] += 1 }
        }
        for write in plan.keys {
            var event = write.event
            event.use = event.use.map { .stored(id(of: $0)) }
            state.seen[write.key] = event
        }
        if let drill = plan.drill, !state.drills.contains(where: { $0.id == drill.id }) {
            state.drills.append(
                DrillRecord(
                    id: drill.id, rule: drill.rule, receivedAt: drill.receivedAt, acceptedAt: acceptedAt, hops: []))
        }
        let added = plan.deliveries.map { add($0, of: plan.event) }
        var pending = added.map { state.pending($0) }
        for (place, storm) in plan.storms.enumerated() {
            switch storm {
            case .begin(let storm, let summary):
                let sequence = add(summary, of: plan.event)
                state.rows[sequence]?.delivery.storm = storm
                summaries[.planned(index, place)] = sequence
                pending.append(state.pending(sequence))
            case .update(let reference, let storm, let summaryDueAt):
                let sequence =
                    if case .stored(let id) = reference { state.sequence(of: id) } else { summaries[reference] ?? 0 }
                state.rows[sequence]?.delivery.storm = storm
                guard let summaryDueAt else { continue }
                state.rows[sequence]?.delivery.state = .pending
                state.rows[sequence]?.delivery.restart(at: summaryDueAt)
                pending.append(state.pending(sequence))
            }
        }
        return pending.compactMap { $0 }
    }

    private mutating func add(_ delivery: NewDelivery, of event: AcceptancePlan.EventContent) -> Int64 {
        state.add(
            delivery, eventID: event.eventID, event: event.body, origin: event.origin, receivedAt: event.receivedAt,
            startedAt: event.receivedAt)
    }

    private func id(of reference: UseReference) -> Int64 {
        switch reference {
        case .stored(let id): id
        case .planned(let index): uses[index] ?? 0
        }
    }
}

// MARK: - Deliveries

extension InMemoryAlertStore.State {
    func sequence(of id: DeliveryID) -> Int64 { id.jsonNumber ?? 0 }

    subscript(id: DeliveryID) -> InMemoryAlertStore.Row? {
        get { rows[sequence(of: id)] }
        set { rows[sequence(of: id)] = newValue }
    }

    /// - Returns: nil for a delivery that is not pending.
    func pending(_ sequence: Int64) -> PendingDelivery? {
        guard let delivery = rows[sequence]?.delivery, delivery.state == .pending else { return nil }
        return PendingDelivery(
            id: delivery.id, sequence: sequence, apiDestination: delivery.content.apiDestination,
            channel: delivery.content.channel, orderKey: delivery.content.orderKey,
            givesWay: delivery.content.givesWay, dueAt: delivery.dueAt, attempts: delivery.attempts,
            interruptions: delivery.interruptions,
            lastTryAt: RetrySchedule(delivery.content.retryPolicy, startedAt: delivery.startedAt).lastTryAt)
    }

    /// Where in ``sequences`` those greater than one begin.
    func place(after sequence: Int64) -> Int {
        var (low, high) = (0, sequences.count)
        while low < high {
            let middle = (low + high) / 2
            if sequences[middle] <= sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func add(
        _ content: NewDelivery, eventID: String?, event: [UInt8], origin: EventOrigin, receivedAt: Timestamp,
        startedAt: Timestamp
    ) -> Int64 {
        lastSequence += 1
        var kept = content
        kept.failure = nil
        let delivery = Delivery(
            id: DeliveryID(lastSequence), content: kept, eventID: eventID, event: event, origin: origin,
            receivedAt: receivedAt, startedAt: startedAt, state: content.failure == nil ? .pending : .dead,
            dueAt: startedAt, deadLetter: content.failure)
        rows[lastSequence] = .init(delivery: delivery)
        sequences.append(lastSequence)
        return lastSequence
    }

    func withHops(_ drill: DrillRecord) -> DrillRecord {
        var drill = drill
        drill.hops = sequences.compactMap { rows[$0] }.filter { $0.delivery.origin.drillID == drill.id }.map { row in
            DrillRecord.Hop(
                delivery: row.delivery.id, apiDestination: row.delivery.content.apiDestination,
                state: row.delivery.state, firstSentAt: row.attempts.first?.startedAt ?? row.begunAt,
                settledAt: row.delivery.state.isSettled ? row.delivery.dueAt : nil,
                reason: row.attempts.last?.reason ?? row.delivery.deadLetter?.errorMessage ?? "")
        }
        return drill
    }

    var backlog: [Backlog] { counts { $0.state != .delivered && $0.state != .dropped } }

    /// How many deliveries meet a condition, by destination and state.
    func counts(_ isMeant: (Delivery) -> Bool) -> [Backlog] {
        var groups: [String: Backlog] = [:]
        for delivery in rows.values.map(\.delivery) where isMeant(delivery) {
            let name = delivery.content.apiDestination
            var group =
                groups["\(name) \(delivery.state)"]
                ?? Backlog(apiDestination: name, state: delivery.state, count: 0, oldest: delivery.receivedAt)
            group.count += 1
            group.oldest = min(group.oldest, delivery.receivedAt)
            groups["\(name) \(delivery.state)"] = group
        }
        return groups.values.sorted { ($0.apiDestination, $0.state.rawValue) < ($1.apiDestination, $1.state.rawValue) }
    }
}

extension InMemoryAlertStore.Row {
    var standing: DeliveryStanding {
        get {
            DeliveryStanding(
                id: delivery.id, apiDestination: delivery.content.apiDestination, receivedAt: delivery.receivedAt,
                startedAt: delivery.startedAt, state: delivery.state, dueAt: delivery.dueAt, begunAt: begunAt,
                lease: lease, attempts: delivery.attempts, sendsPlainText: delivery.sendsPlainText,
                hasFailedOver: delivery.hasFailedOver, deadLetter: delivery.deadLetter, storm: delivery.storm,
                interruptions: delivery.interruptions)
        }
        set {
            (delivery.state, delivery.dueAt, delivery.startedAt) = (newValue.state, newValue.dueAt, newValue.startedAt)
            (delivery.attempts, lease) = (newValue.attempts, newValue.lease)
            (delivery.sendsPlainText, delivery.hasFailedOver) = (newValue.sendsPlainText, newValue.hasFailedOver)
            (delivery.deadLetter, delivery.storm) = (newValue.deadLetter, newValue.storm)
            delivery.interruptions = newValue.interruptions
        }
    }
}

extension Delivery {
    mutating func restart(at moment: Timestamp) {
        (dueAt, startedAt, attempts, sendsPlainText, deadLetter) = (moment, moment, 0, false, nil)
        interruptions = 0
    }
}

extension OutboxFilter {
    func means(_ delivery: Delivery, in states: Set<DeliveryState>) -> Bool {
        states.contains(delivery.state) && (ids.isEmpty || Set(ids).contains(delivery.id))
            && rule.map { $0 == delivery.content.rule } ?? true
            && apiDestination.map { $0 == delivery.content.apiDestination } ?? true
            && since.map { delivery.receivedAt >= $0 } ?? true && until.map { delivery.receivedAt < $0 } ?? true
    }
}

// MARK: - The ledger

extension InMemoryAlertStore.State {
    func holds(_ expected: LedgerExpectations) -> Bool {
        expected.events.allSatisfy { seen[$0.key] == $0.value } && expected.uses.allSatisfy { uses[$0.key] == $0.value }
            && expected.roles.allSatisfy { versions[$0.key] ?? 0 == $0.value }
            && expected.storms.allSatisfy { key, storms in
                self.storms([key], endingAfter: expected.stormsEndAfter)[key] ?? [] == storms
            }
    }

    func storms(_ keys: Set<Storm.Key>, endingAfter moment: Timestamp) -> [Storm.Key: Set<StormOnRecord>] {
        var found: [Storm.Key: Set<StormOnRecord>] = [:]
        for delivery in rows.values.map(\.delivery) {
            guard let storm = delivery.storm, keys.contains(storm.key), storm.endsAt > moment else { continue }
            found[storm.key, default: []].insert(
                StormOnRecord(
                    .stored(delivery.id), storm, summaryState: delivery.state,
                    apiDestination: delivery.content.apiDestination))
        }
        return found
    }

    func history(at point: UsePoint) -> RoleHistory {
        let others = uses.values.filter { $0.roleKey == point.role && $0.id != point.recorded?.id }
        let days = others.map(\.time.day).filter { point.firstDay <= $0 && $0 <= point.day }
        let previous = others.filter { point.isAfter($0, id: $0.id) }.max { ($0.time, $0.id) < ($1.time, $1.id) }
        return RoleHistory(
            version: versions[point.role] ?? 0, days: Dictionary(days.map { ($0, 1) }, uniquingKeysWith: +),
            laterThatDay: others.count { $0.time.day == point.day && !point.isAfter($0, id: $0.id) },
            previous: previous.map { .init(time: $0.time, who: $0.who) },
            recent: recent(among: others, before: point))
    }

    private func recent(among others: [LedgerUse], before point: UsePoint) -> [RuleTarget: RecentUses] {
        guard let lookBack = point.lookBack else { return [:] }
        let recent = others.filter {
            $0.origin == .live && $0.outcome == point.use.outcome && lookBack.window.contains($0.receivedAt)
        }
        return Dictionary(
            uniqueKeysWithValues: lookBack.targets.map { target in
                let announced = recent.filter { announcements[$0.id]?[target] != nil }
                let own = announced.filter {
                    announcements[$0.id]?[target] == false && $0.who.hasBytes(of: point.use.who)
                }
                let count = min(lookBack.usesLimit, announced.count)
                return (target, RecentUses(count: count, includesPerson: !own.isEmpty))
            })
    }

    mutating func write(_ use: LedgerUse) {
        for role in Set([uses[use.id]?.roleKey, use.roleKey].compactMap { $0 }) { versions[role, default: 0] += 1 }
        uses[use.id] = use
    }

    mutating func count(_ changes: CounterChanges) {
        var total = CounterChanges()
        total.add(counts)
        for (key, number) in changes.totals { total.add(kept(key, in: total), number) }
        counters = total.totals
    }

    private func kept(_ key: CounterKey, in total: CounterChanges) -> CounterKey {
        guard let outcome = key.boundedOutcome, total.totals[key] == nil else { return key }
        let others = total.totals.keys.count { $0.boundedOutcome == outcome }
        return others < CounterKey.rolesLimit ? key : key.shared
    }

    var counts: [Counter] { counters.filter { $0.value != 0 }.map { Counter($0.key, $0.value) } }

    /// How many rows there are of all kinds.
    var size: Int { rows.count + drills.count + uses.count + seen.count }
}
