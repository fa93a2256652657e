import Foundation
import ServeTrial
import Synchronization

/// Sends events over many connections, each with a thread of its own.
///
/// At a rate it is an open loop: each event has a moment at which it ought to be sent, and its latency counts from
/// then, so that a server which stalls is charged for everybody it kept waiting. Without a rate each connection sends
/// as soon as it has its answer.
struct LoadClient {
    var port: Int
    var path: String
    var connections = 32
    /// Events a second over all connections; nil for as many as there can be.
    var ratePerSecond: Double?
    /// One event in so many matches; nil for none.
    var matchingEvery: Int?
    /// Tells the events of this run from others'.
    var run: String

    struct Result {
        var latencies = Latencies()
        /// When each matching event ought to have been sent, in milliseconds since 1970.
        var matchesSentAt: [String: Double] = [:]
        var seconds = 0.0
        var problems: [String] = []

        var events: Int { latencies.values.count }
        var ratePerSecond: Double { seconds > 0 ? Double(events) / seconds : 0 }
    }

    /// Sends so many events.
    ///
    /// - Parameter first: the number of the first of them.
    func send(_ count: Int, from first: Int = 0, isRelay: Bool = true) -> Result {
        let results = Mutex<[Result]>([])
        let group = DispatchGroup()
        let start = Self.now() + 50
        for index in 0..<connections {
            group.enter()
            let thread = Thread {
                let result = self.work(index, count, first, start, isRelay)
                results.withLock { $0.append(result) }
                group.leave()
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
        group.wait()
        var total = Result()
        total.seconds = (Self.now() - start) / 1_000
        for result in results.withLock({ $0 }) {
            total.latencies.add(result.latencies)
            total.matchesSentAt.merge(result.matchesSentAt) { $1 }
            total.problems += result.problems
        }
        return total
    }

    private func work(_ index: Int, _ count: Int, _ first: Int, _ start: Double, _ isRelay: Bool) -> Result {
        var result = Result()
        do {
            var connection = try HTTPConnection(port: port)
            for number in stride(from: index, to: count, by: connections) {
                let isMatching = matchingEvery.map { number % $0 == 0 } ?? false
                // Messages of different people need not wait for each other.
                let event = TrialEvent(
                    run: run, number: first + number, isMatching: isMatching, who: "person-\((first + number) % 997)")
                var due = Self.now()
                if let ratePerSecond {
                    due = start + Double(number) * 1_000 / ratePerSecond
                    let early = due - Self.now()
                    if early > 0 { usleep(UInt32(early * 1_000)) }
                }
                if isMatching { result.matchesSentAt[event.id] = due }
                let answer = try connection.post(event.json, to: path)
                result.latencies.add(Self.now() - due)
                guard isRelay else { continue }
                let fate = isMatching ? #""status":"accepted""# : #""status":"no_rule""#
                if answer.status != 200 || !answer.body.contains(fate) {
                    let words = String(decoding: answer.body.prefix(200), as: UTF8.self)
                    result.problems.append("event \(event.id): status \(answer.status) \(words)")
                }
            }
        } catch {
            result.problems.append("connection \(index): \(error)")
        }
        return result
    }

    /// Milliseconds since 1970, by the clock that the stand-in for Slack goes by too.
    static func now() -> Double { Date().timeIntervalSince1970 * 1_000 }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}
