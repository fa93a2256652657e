import Alerts
import JSONText
import Outbox
import RelayTesting
import SQLiteStore
import SeededGenerators
import Sending
import Synchronization
import Testing
import TextFormats

/// Slack is out for a day, while matches keep coming; then it returns. Time is moved by hand, the store is real.
@Suite(.timeLimit(.minutes(10)))
struct OutageTests {
    /// Slack, out until a moment: what it took, when, and in which order.
    final class Slack: Sendable {
        struct Taken: Sendable {
            let channel: String
            let key: String
            let number: Int
            let at: Timestamp
        }

        private struct State {
            var taken: [Taken] = []
            var refused = 0
        }

        private let state = Mutex(State())
        let clock: HandClock
        let returnsAt: Timestamp

        init(_ clock: HandClock, returnsAt: Timestamp) {
            self.clock = clock
            self.returnsAt = returnsAt
        }

        var taken: [Taken] { state.withLock(\.taken) }
        var refused: Int { state.withLock(\.refused) }

        func answer(_ request: OutgoingRequest) -> Result<DestinationResponse, TransportFailure> {
            let now = clock.now
            guard now >= returnsAt else {
                return state.withLock { state in
                    state.refused += 1
                    // An outage shows itself in many ways.
                    return switch state.refused % 4 {
                    case 0: .failure(.timedOut(seconds: 5))
                    case 1: .success(DestinationResponse(status: 503))
                    case 2: .failure(.unreachable(reason: "no connection"))
                    default:
                        .success(
                            DestinationResponse(status: 200, body: Array(#"{"ok":false,"error":"fatal_error"}"#.utf8)))
                    }
                }
            }
            guard let root = (try? JSONDocument(parsing: request.body))?.root, let channel = root["channel"]?.string,
                let words = root["text"]?.string?.split(separator: " "), words.count == 2, let number = Int(words[1])
            else {
                return .success(DestinationResponse(status: 200, body: Array(#"{"ok":false,"error":"no_text"}"#.utf8)))
            }
            state.withLock {
                $0.taken.append(Taken(channel: channel, key: String(words[0]), number: number, at: now))
            }
            return .success(DestinationResponse(status: 200, body: Array(#"{"ok":true,"ts":"1.2"}"#.utf8)))
        }
    }

    @Test(arguments: [UInt64(1), 2])
    func nothingIsLostOrderAndRateAreKept(seed: UInt64) async throws {
        let transport = RecordingTransport()
        var settings = DeliveryService.Settings()
        // Less memory than deliveries, so that most of them wait in the store.
        settings.limits.perLane = 20
        settings.limits.perDestination = 50
        settings.limits.page = 30
        let bench = try DeliveryBench(
            try TestRules.slack("https://slack.com/api/chat.postMessage"), over: transport, settings: settings,
            seed: seed)
        let start = bench.clock.now
        let slack = Slack(bench.clock, returnsAt: start + .seconds(84_600))  // 23.5 hours
        transport.answer { slack.answer($0) }

        var random = SeededRandom(seed: seed)
        var counts: [String: Int] = [:]
        for _ in 0..<400 {
            await bench.run(until: bench.clock.now + .seconds(Int64.random(in: 1...420, using: &random)))
            let channel = ["C0AAAAAAA", "C0BBBBBBB", "C0CCCCCCC"].randomElement(using: &random) ?? ""
            let key = "\(["bob", "eve", "mallory", "trent"].randomElement(using: &random) ?? "")-\(channel)"
            counts[key, default: 0] += 1
            try await bench.accept(
                #"{"channel":"\#(channel)","text":"\#(key) \#(counts[key] ?? 0)"}"#, channel: channel, key: key)
        }
        await bench.run(until: slack.returnsAt + .seconds(3 * 3_600))

        #expect(bench.clock.sleeperCount <= 1, "one timer, however often it was moved")
        #expect(slack.refused > 1_000)
        #expect(slack.taken.count == 400, "nothing is lost, nothing is sent twice")
        #expect(try await bench.store.backlog().isEmpty)
        // The first that a channel takes shows that it works again: it may be ahead of its place.
        let first = Set(
            Dictionary(grouping: slack.taken, by: \.channel).values.compactMap { taken in
                taken.first.map { "\($0.key) \($0.number)" }
            })
        for (key, taken) in Dictionary(grouping: slack.taken, by: \.key) {
            let numbers = taken.filter { !first.contains("\(key) \($0.number)") }.map(\.number)
            #expect(numbers == numbers.sorted(), "order of \(key)")
            #expect(Set(taken.map(\.number)) == Set(1...(counts[key] ?? 0)), "\(key)")
        }
        for (channel, taken) in Dictionary(grouping: slack.taken, by: \.channel) {
            let gaps = zip(taken, taken.dropFirst()).map { $1.at - $0.at }
            #expect(gaps.allSatisfy { $0 >= .seconds(1) }, "rate of \(channel)")
        }
        // The delivery that waited longest does not wait for its back-off to end.
        let backlog = slack.taken.prefix { $0.at < slack.returnsAt + .seconds(1_800) }
        #expect(backlog.count > 250)
    }
}
