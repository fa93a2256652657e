import CloudTrail
import Outbox
import Rules
import TextFormats

/// Plans what accepting some events writes, in order: each event is planned on what the ledger has and on what the plans
/// before it do to it. A value without I/O: what a ledger reads goes in at three points, a commit comes out.
///
/// ```
/// keys ───────▶ identify(by:)       what is new about it, see ``Deduplication``
/// points ─────▶ plan(by:)           usage as the message tells it; the messages rendered
/// stormKeys ──▶ fold(into:)         which storm each folded use goes into, see ``OpenStorms``
///               commit(counting:)
/// ```
/// So a batch of many uses of one role is one commit, which rests on what was on record before the first of them.
struct AcceptanceBatch {
    /// An event something is to be sent for.
    private struct Alert {
        /// Of the submission and its plan.
        var index: Int
        /// Where it is to be announced.
        var targets: [RuleTarget]
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
    /// What plans announce, for the uses after them.
    private var announcements: [RoleKey: [PlannedAnnouncement]] = [:]

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
    /// Decides for each event what is new about it, what becomes of its use, and what its keys say from now on.
    ///
    /// - Parameter seen: What is on record for ``keys``.
    mutating func identify(by seen: SeenEvents) {
        var deduplication = Deduplication(on: seen)
        for (index, submission) in submissions.enumerated() {
            let finding = deduplication.find(submission, at: index)
            plans[index].use = finding.write
            plans[index].keys = finding.keys
            plans[index].isDuplicate = finding.isDuplicate
            note(finding, at: index)
            if finding.write != nil || !finding.keys.isEmpty {
                for key in submission.keys { expected.events.updateValue(seen.events[key], forKey: key) }
            }
            guard !finding.isDuplicate else {
                counters.duplicate(submission)
                continue
            }
            counters.accepted(submission, announcing: finding.targets)
            guard submission.alerts else { continue }
            alerts.append(
                Alert(
                    index: index, targets: finding.targets,
                    point: point(of: submission, finding, seen, deduplication.now), reference: finding.use))
        }
    }

    /// Takes in what happens to the event's use.
    private mutating func note(_ finding: Deduplication.Finding, at index: Int) {
        if let use = finding.counted { counters.used(use) }
        switch finding.write {
        case .add(let use): changes[use.roleKey, default: []].append(index)
        case .replace(let reference, let use):
            guard let old = finding.replaced else { return }
            replaced[index] = old
            if case .stored(let id) = reference, expected.uses[id] == nil { expected.uses[id] = old }
            for role in Set([old.roleKey, use.roleKey]) { changes[role, default: []].append(index) }
        case nil: break
        }
    }

    private func point(
        of submission: Submission, _ finding: Deduplication.Finding, _ seen: SeenEvents, _ now: SeenEvents
    ) -> UsePoint? {
        guard submission.origin.drillID == nil, let reference = finding.use, let use = now.uses[reference] else {
            return nil
        }
        var point = UsePoint(use, recorded: seen.uses[reference])
        if submission.origin == .live, let storms = submission.storms {
            point.lookBack = .init(
                window: (submission.receivedAt - storms.window)...submission.receivedAt, usesLimit: storms.roleUses,
                targets: Set(finding.targets.filter { $0.target != nil }))
        }
        return point
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
                for announcement in announcements[point.role] ?? [] { history.add(announcement, seenFrom: point) }
                context = UsageSnapshot(usage: RoleUsage(at: point, history), recent: history.recent)
            }
            context.targets = Set(alert.targets)
            let plan = submission.plan(context)
            plans[alert.index].deliveries = plan.deliveries
            for delivery in plan.deliveries { counters.planned(delivery) }
            folds += plan.folds.map { (alert.index, $0) }
            announce(plan, of: alert)
            plans[alert.index].drill = submission.origin.drillID.map {
                .init(id: $0, rule: submission.rules.first ?? "", receivedAt: submission.receivedAt)
            }
        }
    }

    /// Puts on record at which targets the use is announced, where storms are controlled.
    private mutating func announce(_ plan: DeliveryPlan, of alert: Alert) {
        guard let point = alert.point, point.lookBack != nil, let reference = alert.reference else { return }
        let all =
            plan.deliveries.map { (RuleTarget($0.rule, $0.target), isFolded: false) }
            + plan.folds.map { (RuleTarget($0.key.rule, $0.key.target), isFolded: true) }
        for (target, isFolded) in all {
            plans[alert.index].announcements.append(.init(use: reference, target: target, isFolded: isFolded))
            announcements[point.role, default: []].append(
                PlannedAnnouncement(use: point.use, target: target, isFolded: isFolded))
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
        for key in stormKeys { expected.storms[key] = storms[key] ?? [] }
        var open = OpenStorms(storms)
        for (index, fold) in folds {
            counters.folded(fold)
            let step = open.fold(fold, beginning: .planned(index, plans[index].storms.count))
            plans[index].storms.append(step.write)
            if let summary = step.begun { counters.planned(summary) }
            if let destination = step.reopened { counters.reopened(destination, from: .delivered) }
        }
    }
}
