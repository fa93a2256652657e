import Outbox

/// Decides what is new about each event: whether its use is on record, and at which targets it has yet to be announced.
///
/// An event is known by its own id and by the one that it shares with its copy in another account. By these a use is
/// counted once, and announced once at each target of each rule that matches one of its copies:
///
/// ```
/// comes in                      matches             is announced at    counts as
/// copy of the caller's account  count-all           –                  a use
/// copy of the role's account    count-all, used     used/slack         the same use, now with the caller's name
/// either of them again          count-all, used     –                  duplicate
/// either, `audit` being added   …, audit            audit/hook         the same use
/// ```
/// A value: what is on record goes in, and each event is also held against those before it.
struct Deduplication {
    /// What is new about one event.
    struct Finding {
        /// Where it is to be announced, in the order of ``Submission/targets``.
        var targets: [RuleTarget] = []
        /// Whether nothing is to be announced or counted, the event or a copy of it having been accepted before.
        var isDuplicate: Bool
        /// What becomes of its use; nil where the ledger stays as it is.
        var write: AcceptancePlan.UseWrite?
        /// What the use was before ``write`` replaces it.
        var replaced: LedgerUse?
        /// The use that the event tells of, or the one that it is known to belong to.
        var use: UseReference?
        /// The event's keys, as far as they change.
        var keys: [AcceptancePlan.KeyWrite] = []
        /// The use, where it has to be counted: it is new, or was known from an archive and has now come in.
        var counted: LedgerUse?
    }

    /// What is known once the events so far are on record.
    private(set) var now: SeenEvents

    /// - Parameter seen: What is on record for the keys of all events.
    init(on seen: SeenEvents) { now = seen }

    /// Holds the next event against all that is known, and from then on knows it.
    ///
    /// - Parameter index: Of the event's plan in its commit.
    mutating func find(_ submission: Submission, at index: Int) -> Finding {
        let keys = submission.keys
        let known = now.known(by: keys)
        let announced = known?.announced ?? .none
        var finding = Finding(isDuplicate: known != nil)
        if submission.alerts {
            finding.targets = submission.targets.filter { !announced.contains($0) }
            finding.isDuplicate = finding.targets.isEmpty
        }
        identifyUse(of: submission, at: index, known, &finding)
        var event = SeenEvent(use: finding.use, announced: announced, seenAt: submission.receivedAt)
        event.announced.insert(finding.targets)
        for key in keys {
            let old = now.events[key]
            // A key is as old as its first event.
            event.seenAt = old?.seenAt ?? submission.receivedAt
            guard event != old else { continue }
            now.events[key] = event
            finding.keys.append(.init(key, event))
        }
        return finding
    }

    /// Finds the event's use, and merges what this copy says of it into what is on record.
    private mutating func identifyUse(
        of submission: Submission, at index: Int, _ known: SeenEvent?, _ finding: inout Finding
    ) {
        finding.use = known?.use
        guard let roleUse = submission.use, submission.origin.drillID == nil else { return }
        let new = LedgerUse(roleUse, receivedAt: submission.receivedAt, origin: submission.origin)
        guard let known, let reference = known.use else {
            finding.use = .planned(index)
            finding.write = .add(new)
            finding.counted = new
            now.uses[.planned(index)] = new
            return
        }
        // A use that was pruned is not counted again.
        guard let old = now.uses[reference] else { return }
        let alertsFirst =
            !finding.targets.isEmpty && (known.announced.isEmpty || submission.origin == .live)
        let merged = old.merged(with: new, alertsFirst: alertsFirst)
        guard merged != old else { return }
        finding.write = .replace(reference, merged)
        finding.replaced = old
        if merged.origin != old.origin { finding.counted = merged }
        now.uses[reference] = merged
    }
}

extension SeenEvents {
    /// What is known of one event by its keys together, the first of which comes first.
    fileprivate func known(by keys: [EventKey]) -> SeenEvent? {
        var found = keys.lazy.compactMap { events[$0] }.makeIterator()
        guard var known = found.next() else { return nil }
        while let other = found.next() {
            known.use = known.use ?? other.use
            known.announced.formUnion(other.announced)
        }
        return known
    }
}

extension Submission {
    /// By which the event is recognised: first its own id, then the one it shares with its copy. A drill has a key of its
    /// own kind, see ``EventKey/Kind/drill``.
    var keys: [EventKey] {
        if let drill = origin.drillID {
            // No drill's id has a slash: it would be letters, digits and hyphens.
            return eventID.map { [EventKey(.drill, Array("\(drill)/\($0)".utf8))] } ?? []
        }
        return [
            eventID.map { EventKey(.event, Array($0.utf8)) }, sharedEventID.map { EventKey(.shared, Array($0.utf8)) },
        ].compactMap { $0 }
    }
}
