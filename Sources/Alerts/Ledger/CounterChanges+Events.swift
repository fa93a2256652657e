import CloudTrail
public import Outbox

extension CounterChanges {
    /// An event that is no duplicate. What only goes on record did not come in: it is history.
    ///
    /// - Parameter targets: Where it is announced; a rule is counted with the first of its events' copies that it matches.
    public mutating func accepted(_ submission: Submission, announcing targets: [RuleTarget]) {
        guard submission.alerts else { return }
        add(.received(.accepted))
        for target in targets where target.target == nil { add(.matched(rule: target.rule)) }
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
