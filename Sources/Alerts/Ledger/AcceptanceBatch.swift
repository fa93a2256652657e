import CloudTrail
import Outbox
import TextFormats

/// Plans what accepting some events writes, in order: each event is planned on what the ledger has and on what the plans
/// before it do to it. A value without I/O: what a ledger reads goes in at three points, a commit comes out.
///
/// ```
/// keys ───────▶ identify(by:)       known before? merged with its copy? to be sent?
/// points ─────▶ plan(by:)           usage as the message tells it; the messages rendered
/// stormKeys ──▶ fold(into:)         which storm each folded use goes into
///               commit(counting:)
/// ```
/// So a batch of many uses of one role is one commit, which rests on what was on record before the first of them.
struct AcceptanceBatch {
    /// An event something is to be sent for.
    private struct Alert {
        /// Of the submission and its plan.
        var index: Int
        /// Nil where usage does not count: the event is no use, or a drill's.
        var point: UsePoint?
        var reference: UseReference?
    }

    private let submissions: [Submission]
    private var plans: [AcceptancePlan]
    private var expected = LedgerExpectations()
    private var counters = CounterChanges()
    private var alerts: [Alert] = []
    private var folds: [(index: Int, fold: StormFold)] = []
    /// What plans replace, by their indices.
    private var replaced: [Int: LedgerUse] = [:]
    /// The plans that change uses of a role, in order.
    private var changes: [RoleKey: [Int]] = [:]

    init(_ submissions: [Submission]) {
        self.submissions = submissions
        plans = submissions.map(AcceptancePlan.init(of:))
    }

    /// The keys of all events.
    var keys: [EventKey] { submissions.flatMap(\.keys) }

    /// Where ``plan(by:)`` needs to know the history of a role.
    var points: [UsePoint] { alerts.compactMap(\.point) }

    /// The storms that ``fold(into:)`` needs to know.
    var stormKeys: Set<Storm.Key> { Set(folds.map(\.fold.key)) }

    /// Storms that end later than this are meant by ``stormKeys``.
    var stormsEndAfter: Timestamp { folds.map(\.fold.at).min() ?? Timestamp(milliseconds: .min) }

    func commit(counting counters: [Counter]) -> AcceptanceCommit {
        var total = self.counters
        total.add(counters)
        return AcceptanceCommit(expected: expected, plans: plans, counters: total)
    }
}

// MARK: - Known before?

extension AcceptanceBatch {
    /// Decides for each event whether it is new, what becomes of its use, and what its keys say from now on.
    ///
    /// - Parameter seen: What is on record for ``keys``.
    mutating func identify(by seen: SeenEvents) {
        var now = seen
        for (index, submission) in submissions.enumerated() {
            let keys = submission.keys
            let known = now.known(keys)
            let use = identifyUse(of: submission, at: index, known, &now)
            let event = SeenEvent(
                use: use, hasAlerted: known?.hasAlerted ?? false || submission.alerts,
                seenAt: known?.seenAt ?? submission.receivedAt)
            for key in keys {
                let old = now.events[key]
                // A key is as old as its first event.
                let new = SeenEvent(
                    use: event.use, hasAlerted: event.hasAlerted, seenAt: old?.seenAt ?? submission.receivedAt)
                guard new != old else { continue }
                now.events[key] = new
                plans[index].keys.append(.init(key, new))
            }
            if plans[index].use != nil || !plans[index].keys.isEmpty {
                for key in keys { expected.events.updateValue(seen.events[key], forKey: key) }
            }
            // What was only put on record before has still to be sent.
            guard known == nil || (submission.alerts && known?.hasAlerted == false) else {
                plans[index].isDuplicate = true
                counters.duplicate(submission)
                continue
            }
            counters.accepted(submission)
            guard submission.alerts else { continue }
            alerts.append(Alert(index: index, point: point(of: submission, use, seen, now), reference: use))
        }
    }

    /// - Returns: the use that the event's keys refer to.
    private mutating func identifyUse(
        of submission: Submission, at index: Int, _ known: SeenEvent?, _ now: inout SeenEvents
    ) -> UseReference? {
        guard let roleUse = submission.use, submission.origin.drillID == nil else { return known?.use }
        let new = LedgerUse(roleUse, receivedAt: submission.receivedAt, origin: submission.origin)
        guard let known else {
            plans[index].use = .add(new)
            counters.used(new)
            now.uses[.planned(index)] = new
            changes[new.roleKey, default: []].append(index)
            return .planned(index)
        }
        guard let reference = known.use, let old = now.uses[reference] else { return known.use }
        let merged = old.merged(with: new, alertsFirst: submission.alerts && !known.hasAlerted)
        guard merged != old else { return reference }
        plans[index].use = .replace(reference, merged)
        replaced[index] = old
        if merged.origin != old.origin { counters.used(merged) }
        if case .stored(let id) = reference, expected.uses[id] == nil { expected.uses[id] = old }
        now.uses[reference] = merged
        for role in Set([old.roleKey, merged.roleKey]) { changes[role, default: []].append(index) }
        return reference
    }

    private func point(
        of submission: Submission, _ reference: UseReference?, _ seen: SeenEvents, _ now: SeenEvents
    ) -> UsePoint? {
        guard submission.origin.drillID == nil, let reference, let use = now.uses[reference] else { return nil }
        return UsePoint(
            use, recorded: seen.uses[reference],
            recentSince: submission.stormWindow.map { submission.receivedAt - $0 })
    }
}

// MARK: - What is sent

extension AcceptanceBatch {
    /// Plans the deliveries of each event that something is to be sent for.
    ///
    /// - Parameter histories: For each of ``points``, in order.
    mutating func plan(by histories: [RoleHistory]) {
        var histories = histories.makeIterator()
        for alert in alerts {
            let submission = submissions[alert.index]
            var context = UsageSnapshot()
            if let point = alert.point, var history = histories.next() {
                expected.roles[point.role] = history.version
                for index in changes[point.role] ?? [] {
                    guard index < alert.index else { break }
                    apply(plans[index].use, of: index, to: &history, seenFrom: point, of: alert.reference)
                }
                context = UsageSnapshot(usage: RoleUsage(at: point, history), recentUses: history.recentUses)
            }
            let plan = submission.plan(context)
            plans[alert.index].deliveries = plan.deliveries
            for delivery in plan.deliveries { counters.planned(delivery) }
            folds += plan.folds.map { (alert.index, $0) }
            plans[alert.index].drill = submission.origin.drillID.map {
                .init(id: $0, rule: submission.rules.first ?? "", receivedAt: submission.receivedAt)
            }
        }
    }

    private func apply(
        _ write: AcceptancePlan.UseWrite?, of index: Int, to history: inout RoleHistory, seenFrom point: UsePoint,
        of own: UseReference?
    ) {
        switch write {
        case .add(let use) where own != .planned(index): history.add(use, seenFrom: point)
        case .replace(let reference, let use) where own != reference:
            guard let old = replaced[index] else { return }
            history.replace(old, by: use, reference: reference, seenFrom: point)
        case .add, .replace, nil: return
        }
    }

    /// Puts each folded use into the storm that is under way, or begins one.
    ///
    /// - Parameter storms: Those of ``stormKeys`` that end after ``stormsEndAfter``.
    mutating func fold(into storms: [Storm.Key: Set<StormOnRecord>]) {
        expected.stormsEndAfter = stormsEndAfter
        var now: [Storm.Key: [StormOnRecord]] = [:]
        for key in stormKeys {
            expected.storms[key] = storms[key] ?? []
            now[key] = Array(storms[key] ?? [])
        }
        for (index, fold) in folds {
            counters.folded(fold)
            var storms = now[fold.key] ?? []
            let open = storms.indices.filter { storms[$0].takesUse(at: fold.at) }
            if let place = open.max(by: { storms[$0].storm.endsAt < storms[$1].storm.endsAt }) {
                plans[index].storms.append(add(fold, to: &storms[place]))
            } else {
                storms.append(begin(fold, at: index))
            }
            now[fold.key] = storms
        }
    }

    private mutating func add(_ fold: StormFold, to record: inout StormOnRecord) -> AcceptancePlan.StormWrite {
        record.storm.add(fold)
        var dueAt: Timestamp?
        if record.summaryState == .delivered, let next = record.storm.nextSummary(at: fold.at) {
            counters.reopened(record.apiDestination, from: .delivered)
            record.summaryState = .pending
            dueAt = next
        }
        return .update(record.reference, record.storm, summaryDueAt: dueAt)
    }

    private mutating func begin(_ fold: StormFold, at index: Int) -> StormOnRecord {
        let storm = Storm(beginningWith: fold)
        var summary = fold.summary
        summary.kind = .summary
        counters.planned(summary)
        plans[index].storms.append(.begin(storm, summary: summary))
        return StormOnRecord(
            .planned(index, plans[index].storms.count - 1), storm, summaryState: .pending,
            apiDestination: summary.apiDestination)
    }
}

extension Submission {
    /// By which the event is recognised: first its own id, then the one it shares with its copy.
    var keys: [EventKey] {
        [
            eventID.map { EventKey(.event, Array($0.utf8)) }, sharedEventID.map { EventKey(.shared, Array($0.utf8)) },
        ].compactMap { $0 }
    }
}
