import Foundation
import HTTPServer
import Outbox
import ServeTrial
import Synchronization

/// Sends events until it is told to stop or its server is gone, and remembers what was promised: which events were
/// answered as accepted, and which got no answer and must be sent again.
final class SoakClient: Sendable {
    private struct State {
        var next = 0
        /// Events that no answer came for; EventBridge would send them again.
        var unanswered: [Int] = []
        var promised: Set<String> = []
        var sentIDs: Set<String> = []
        var answers = 0
        var duplicates = 0
        var problems: [String] = []
        var isStopped = false
    }

    /// One event in so many matches.
    static let matchingEvery = 3

    private let state = Mutex(State())
    private let run: String

    init(run: String) { self.run = run }

    var promised: Set<String> { state.withLock(\.promised) }
    var sentIDs: Set<String> { state.withLock(\.sentIDs) }
    var answers: Int { state.withLock(\.answers) }
    /// Events that were answered only the second time, having been accepted the first.
    var duplicates: Int { state.withLock(\.duplicates) }
    var unansweredCount: Int { state.withLock(\.unanswered.count) }
    var problems: [String] { state.withLock(\.problems) }

    func stop() { state.withLock { $0.isStopped = true } }

    /// Begins to send over so many connections.
    ///
    /// - Parameter limit: how many new events to send at most; events without an answer are sent in any case.
    /// - Returns: a group that is left when all of them have ended.
    func start(port: Int, connections: Int, limit: Int = .max) -> DispatchGroup {
        state.withLock { $0.isStopped = false }
        let group = DispatchGroup()
        let last = state.withLock(\.next).addingReportingOverflow(limit)
        for _ in 0..<connections {
            group.enter()
            Thread {
                self.work(port: port, end: last.overflow ? .max : last.partialValue)
                group.leave()
            }.start()
        }
        return group
    }

    private func work(port: Int, end: Int) {
        guard var connection = try? HTTPConnection(port: port) else { return }
        while let number = take(end: end) {
            let isMatching = number % Self.matchingEvery == 0
            let event = TrialEvent(run: run, number: number, isMatching: isMatching, who: "person-\(number % 37)")
            if isMatching { state.withLock { _ = $0.sentIDs.insert(event.id) } }
            guard let answer = try? connection.post(event.json, to: "/events") else {
                state.withLock { $0.unanswered.append(number) }
                return
            }
            note(answer, event, number, isMatching)
        }
    }

    private func take(end: Int) -> Int? {
        state.withLock { state in
            if state.isStopped { return nil }
            if let number = state.unanswered.popLast() { return number }
            guard state.next < end else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func note(_ answer: HTTPConnection.Answer, _ event: TrialEvent, _ number: Int, _ isMatching: Bool) {
        let words = String(decoding: answer.body, as: UTF8.self)
        let isAccepted = words.contains(#""status":"accepted""#)
        let isDuplicate = words.contains(#""status":"duplicate""#)
        state.withLock { state in
            guard answer.status == 200 else {
                // Told to come again later.
                state.unanswered.append(number)
                if answer.status != 429, answer.status != 503 {
                    state.problems.append("event \(event.id): status \(answer.status) \(words.prefix(200))")
                }
                return
            }
            state.answers += 1
            if isMatching, isAccepted || isDuplicate { state.promised.insert(event.id) }
            if isDuplicate { state.duplicates += 1 }
            if isMatching != (isAccepted || isDuplicate) {
                state.problems.append("event \(event.id): unexpected answer \(words.prefix(200))")
            }
        }
    }
}
