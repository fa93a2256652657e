internal import Alerts
internal import Archive
import Outbox
internal import TextFormats

/// Puts the role uses of an archive on record, each once however often it is in the archive or was put there before.
///
/// Nothing is sent for them, and nothing is held against alerting: a use that `relay serve` hears of later is still new
/// to it. Many uses share a transaction; a run that is broken off leaves whole ones, and the next run goes on from there.
struct UseRecorder {
    /// What came of it.
    struct Tally: Hashable {
        var added = 0
        /// Uses that were on record already, further copies in the archive included.
        var known = 0

        var sentence: String { "\(added) role use\(added == 1 ? "" : "s") added, \(known) there already" }
    }

    /// How many uses share a transaction: enough that the disk is not what is waited for.
    static let batchUses = 500

    private(set) var tally = Tally()
    private let store: any LedgerStore
    private let receivedAt: Timestamp
    private var judge: EventJudge
    private var batch: [Submission] = []

    init(rules: LiveRules, store: any LedgerStore, receivedAt: Timestamp) {
        self.store = store
        self.receivedAt = receivedAt
        judge = EventJudge(rules)
    }

    /// Takes a match; one that is no role use has no place in the ledger.
    mutating func add(_ match: ReplayMatch) async throws {
        guard match.use != nil else { return }
        // Judged as a live event is, so that both are known again by the same ids.
        guard
            case .matched(let submission) = judge.judge(
                match.event, receivedAt: receivedAt, origin: .archive, alerts: false)
        else { return }
        batch.append(submission)
        if batch.count >= Self.batchUses { try await finish() }
    }

    /// Writes what has gathered.
    mutating func finish() async throws {
        guard !batch.isEmpty else { return }
        for acceptance in try await store.accept(batch, counting: []) {
            switch acceptance {
            case .accepted: tally.added += 1
            case .duplicate: tally.known += 1
            }
        }
        batch = []
    }
}
