import CloudTrail
public import Outbox

extension CounterChanges {
    /// An event that is no duplicate. What only goes on record did not come in: it is history.
    public mutating func accepted(_ submission: Submission) {
        guard submission.alerts else { return }
        add(.received(.accepted))
        for rule in submission.rules { add(.matched(rule: rule)) }
    }

    /// An event that was accepted before.
    public mutating func duplicate(_ submission: Submission) {
        if submission.alerts { add(.received(.duplicate)) }
    }

    /// A use that is on record from now on, or was known from an archive and has now come in.
    public mutating func used(_ use: LedgerUse) {
        guard use.origin == .live else { return }
        add(.roleUse(role: use.role, account: use.account, outcome: use.outcome.rawValue))
    }

    /// A use that is told in a storm's summary.
    public mutating func folded(_ fold: StormFold) { add(.folded(rule: fold.key.rule)) }
}
