import CloudTrail
import Outbox
import Rules
import TextFormats

/// Decides which uses of a storm have a message of their own, and which are told in a summary.
///
/// | Use | Uses of the role with this outcome, within the window | Message of this person among them | Told |
/// |---|---|---|---|
/// | refused | fewer than `role_uses` | | by itself |
/// | refused | `role_uses` or more | | in the summary of refused ones |
/// | allowed | fewer than `role_uses` | | by itself |
/// | allowed | `role_uses` or more | no | by itself |
/// | allowed | `role_uses` or more | yes | in the summary of allowed ones |
///
/// Anybody can cause refused uses, in any number. So they do not count towards a storm of allowed uses and share no
/// summary with them; and the first allowed use of each person is announced in full, however many uses others have made.
struct StormFolding {
    let control: StormControl
    /// How soon an alert is to have been announced: ``DrillSettings/announcedWithin``.
    let announcedWithin: Duration

    /// Whether a use is told in a summary.
    func folds(_ outcome: RoleUse.Outcome, after recent: RecentUses) -> Bool {
        guard recent.count >= control.roleUses else { return false }
        return outcome == .denied || recent.includesPerson
    }

    /// The longest that a folded use waits until its summary is due. The other half of ``announcedWithin`` is for
    /// sending it.
    var summaryDelay: Duration { announcedWithin / 2 }
}

/// The storms that are under way, as each fold of a commit goes into one of them or begins another.
struct OpenStorms {
    /// What a fold does to storms.
    struct Step {
        var write: AcceptancePlan.StormWrite
        /// The destination of a summary that had been delivered and is sent again.
        var reopened: String?
        /// The summary that the fold begins.
        var begun: NewDelivery?
    }

    private var storms: [Storm.Key: [StormOnRecord]]

    /// - Parameter storms: Those on record that have not ended when the first fold comes.
    init(_ storms: [Storm.Key: Set<StormOnRecord>]) { self.storms = storms.mapValues(Array.init) }

    /// Puts a use into the storm of its key that ends last, or begins one.
    ///
    /// - Parameter reference: By which plans refer to the storm that begins.
    mutating func fold(_ fold: StormFold, beginning reference: StormReference) -> Step {
        var open = storms[fold.key] ?? []
        defer { storms[fold.key] = open }
        let takers = open.indices.filter { open[$0].takesUse(at: fold.at) }
        if let place = takers.max(by: { open[$0].storm.endsAt < open[$1].storm.endsAt }) {
            return Self.add(fold, to: &open[place])
        }
        let storm = Storm(beginningWith: fold)
        var summary = fold.summary
        summary.kind = .summary
        open.append(
            StormOnRecord(reference, storm, summaryState: .pending, apiDestination: summary.apiDestination))
        return Step(write: .begin(storm, summary: summary), begun: summary)
    }

    private static func add(_ fold: StormFold, to record: inout StormOnRecord) -> Step {
        record.storm.add(fold)
        guard record.summaryState == .delivered,
            let dueAt = record.storm.nextSummary(at: fold.at, untoldSince: fold.at)
        else { return Step(write: .update(record.reference, record.storm, summaryDueAt: nil)) }
        record.summaryState = .pending
        return Step(
            write: .update(record.reference, record.storm, summaryDueAt: dueAt), reopened: record.apiDestination)
    }
}
