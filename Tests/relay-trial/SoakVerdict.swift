import Outbox
import SQLiteStore

/// What is left when the killing is over: compares what was promised, what Slack got and what the books say.
struct SoakVerdict {
    /// Matching events that were answered as accepted.
    var promised: Set<String>
    var sentIDs: Set<String>
    /// How often each event's message arrived.
    var arrivals: [String: Int]
    /// How many attempts a kill interrupted, by event.
    var interrupted: [String: Int]
    var counts: [Count]
    var backlog: [Backlog]

    /// Messages that arrived once more than they should have, each after an attempt that a kill interrupted.
    var repeats: Int { arrivals.values.reduce(0) { $0 + max(0, $1 - 1) } }
    var interruptions: Int { interrupted.values.reduce(0, +) }

    /// Everything that is not as promised; empty when all is well.
    var problems: [String] {
        var problems: [String] = []
        let lost = promised.filter { arrivals[$0] == nil }
        if !lost.isEmpty { problems.append("\(lost.count) accepted events never arrived, such as \(lost.sorted()[0])") }
        for (id, count) in arrivals.sorted(by: { $0.key < $1.key }) {
            if !sentIDs.contains(id) { problems.append("\(id) arrived and was never sent") }
            if count - 1 > interrupted[id, default: 0] {
                problems.append(
                    "\(id) arrived \(count) times, and only \(interrupted[id, default: 0]) attempts were interrupted")
            }
        }
        return problems + unbalanced
    }

    /// The books: both sides of each sum.
    private var unbalanced: [String] {
        let accepted = sum { if case .received(.accepted) = $0 { true } else { false } }
        let matched = sum { if case .matched = $0 { true } else { false } }
        let delivered = sum { if case .settled(_, .delivered) = $0 { true } else { false } }
        let books = Books(counts: counts, backlog: backlog)
        var problems: [String] = []
        func expect(_ left: Int64, _ leftName: String, _ right: Int64, _ rightName: String) {
            if left != right { problems.append("the books do not balance: \(left) \(leftName), \(right) \(rightName)") }
        }
        expect(accepted, "events accepted", matched, "events matched")
        expect(books.owed, "deliveries owed", books.accountedFor, "accounted for")
        expect(Int64(arrivals.count), "messages that arrived, each counted once", delivered, "delivered")
        if accepted < Int64(promised.count) {
            problems.append("\(promised.count) events were answered as accepted, and \(accepted) are on the books")
        }
        for group in backlog where group.state != .delivered {
            problems.append("\(group.count) deliveries are \(group.state.rawValue)")
        }
        return problems
    }

    private func sum(_ isCounted: (CountKey) -> Bool) -> Int64 {
        counts.filter { isCounted($0.key) }.reduce(0) { $0 + $1.value }
    }
}
