internal import Alerts
internal import CloudTrail
internal import Outbox
internal import TextFormats

/// Puts the role uses of an archive on record, each once however often it is in the archive or was put there before.
///
/// Nothing is sent for them, and a use that `relay serve` hears of later still alerts. Many uses share a transaction; a
/// run that is broken off leaves whole transactions, and the next run goes on from there.
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
    private let store: any EventLedger
    private let receivedAt: Timestamp
    private let judge: EventJudge
    private var batch: [Submission] = []

    init(rules: CompiledRules, store: any EventLedger, receivedAt: Timestamp) {
        self.store = store
        self.receivedAt = receivedAt
        judge = EventJudge(rules)
    }

    /// Takes a matching event; one that is no role use is not recorded.
    mutating func add(_ event: MatchedEvent) async throws {
        guard event.use != nil else { return }
        // As for a live event, so that both are recognised by the same ids.
        batch.append(judge.submission(of: event, receivedAt: receivedAt, origin: .archive, alerts: false))
        if batch.count >= Self.batchUses { try await finish() }
    }

    /// Writes what has gathered.
    mutating func finish() async throws {
        guard !batch.isEmpty else { return }
        for acceptance in try await store.accept(batch, counting: []) {
            switch acceptance {
            case .accepted: tally.added += 1
            case .duplicate: tally.known += 1
            case .failed(let error): throw error
            }
        }
        batch = []
    }
}
