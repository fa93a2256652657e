public import ArgumentParser
public import CloudTrail
import TextFormats
public import UsageHistory

/// Which part of the ledger to look at, and how to add it up.
struct HistoryOptions: ParsableArguments {
    /// How far back to look where nothing else is asked for: a quarter of a year.
    static let daysUnlessGiven = 90

    @Option(help: ArgumentHelp("From this day on, UTC. (default: 90 days, with the last one)", valueName: "YYYY-MM-DD"))
    var from: String?

    @Option(help: ArgumentHelp("Up to and including this day, UTC. (default: today)", valueName: "YYYY-MM-DD"))
    var to: String?

    @Option(help: "What to add up by: role (in its account), person or account.")
    var by = UseHistory.Grouping.role

    @Option(help: "The stretches of time to add up: day, week or month. (default: what suits the time looked at)")
    var per: HistoryPeriod?

    @Option(help: ArgumentHelp("Only this role; may be given several times.", valueName: "name"))
    var role: [String] = []

    @Option(help: ArgumentHelp("Only this person; may be given several times.", valueName: "name"))
    var person: [String] = []

    @Option(help: ArgumentHelp("Only this account; may be given several times.", valueName: "number"))
    var account: [String] = []

    @Option(help: "Only uses that were allowed, or that were denied.")
    var outcome: RoleUse.Outcome?

    func validate() throws {
        for (name, text) in [("--from", from), ("--to", to)] {
            if let text, Self.day(text) == nil {
                throw ValidationError("'\(name) \(text.printable)': expected a day such as 2026-03-01.")
            }
        }
        for account in account where account.utf8.count != 12 || !account.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
            throw ValidationError("'--account \(account.printable)': an account has twelve digits.")
        }
    }

    var filter: UseFilter {
        var filter = UseFilter()
        (filter.roles, filter.people, filter.accounts, filter.outcome) = (role, person, account, outcome)
        return filter
    }

    /// The days to look at.
    ///
    /// - Throws: ``UsageError`` where they end before they begin, or are more than can be looked at.
    func days(today: CalendarDay) throws(UsageError) -> ClosedRange<CalendarDay> {
        let last = to.flatMap(Self.day) ?? max(today, from.flatMap(Self.day) ?? today)
        let first = from.flatMap(Self.day) ?? last.advanced(by: 1 - Self.daysUnlessGiven)
        guard first <= last else { throw UsageError("--from \(first) lies after --to \(last)") }
        guard last.number - first.number < UseHistory.daysLimit else {
            throw UsageError("from \(first) to \(last) are more days than the \(UseHistory.daysLimit) of a century")
        }
        return first...last
    }

    private static func day(_ text: String) -> CalendarDay? { text.utf8.count == 10 ? CalendarDay(text) : nil }
}

extension UseHistory.Grouping: ExpressibleByArgument {}
extension HistoryPeriod: ExpressibleByArgument {}
extension RoleUse.Outcome: ExpressibleByArgument {}
