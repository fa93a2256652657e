import Outbox
import RelayTesting
import Synchronization
import Testing
import TextFormats

@testable import Alerts

/// Many tasks that accept events through one queue.
@Suite(.timeLimit(.minutes(10)))
struct AcceptanceQueueTests {
    private typealias Sample = RelayTesting.Sample

    /// A ledger that waits before it commits, refuses one event, and knows how many plans each commit had.
    private final class SlowLedger: EventLedger {
        private let store: InMemoryAlertStore
        private let refused: String?
        private let sizes = Mutex<[Int]>([])
        private let (mayCommit, open) = AsyncStream.makeStream(of: Void.self)

        init(plansPerCommit: Int = .max, refusing refused: String? = nil) {
            store = InMemoryAlertStore(plansPerCommit: plansPerCommit)
            self.refused = refused
        }

        var batchSizes: [Int] { sizes.withLock { $0 } }

        func letGo() { open.finish() }

        func commit(_ commit: AcceptanceCommit) async throws(StoreError) -> CommitResult {
            sizes.withLock { $0.append(commit.plans.count) }
            for await _ in mayCommit {}
            if let refused, commit.plans.contains(where: { $0.event.eventID == refused }) {
                throw StoreError(.corrupt, path: place)
            }
            return try await store.commit(commit)
        }

        var place: String { store.place }
        var plansPerCommit: Int { store.plansPerCommit }
        func check() async throws(StoreError) {}
        func probe() async throws(StoreError) {}

        func seenEvents(_ keys: [EventKey]) async throws(StoreError) -> SeenEvents {
            try await store.seenEvents(keys)
        }

        func roleHistories(at points: [UsePoint]) async throws(StoreError) -> [RoleHistory] {
            try await store.roleHistories(at: points)
        }

        func storms(
            _ keys: Set<Storm.Key>, endingAfter moment: Timestamp
        ) async throws(StoreError) -> [Storm.Key: Set<StormOnRecord>] {
            try await store.storms(keys, endingAfter: moment)
        }
    }

    private static func untilWaiting(_ count: Int, in queue: AcceptanceQueue) async {
        while queue.waitingCalls < count { await Task.yield() }
    }

    /// Accepts one event alone, and `count` more while the first is being committed.
    private static func accept(
        _ count: Int, by queue: AcceptanceQueue, on ledger: SlowLedger
    ) async -> [Result<[Acceptance], StoreError>] {
        func accept(_ number: Int) async -> Result<[Acceptance], StoreError> {
            do throws(StoreError) {
                return .success(try await queue.accept([Sample.submission(eventID: "e\(number)")], counting: []))
            } catch {
                return .failure(error)
            }
        }
        return await withTaskGroup(of: (Int, Result<[Acceptance], StoreError>).self) { group in
            group.addTask { (0, await accept(0)) }
            while ledger.batchSizes.isEmpty { await Task.yield() }
            // One after the other, so that their order is known.
            for number in 1...count {
                group.addTask { (number, await accept(number)) }
                await untilWaiting(number, in: queue)
            }
            ledger.letGo()
            var results: [Int: Result<[Acceptance], StoreError>] = [:]
            for await (number, result) in group { results[number] = result }
            return results.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    @Test(arguments: [(Int.max, [1, 7]), (3, [1, 3, 3, 1])])
    func whatComesInMeanwhileMakesTheNextBatch(limit: Int, batches: [Int]) async throws {
        let ledger = SlowLedger(plansPerCommit: limit)
        let announced = Mutex<[[Int64]]>([])
        let queue = AcceptanceQueue(ledger) { pending in announced.withLock { $0.append(pending.map(\.sequence)) } }
        let results = await Self.accept(7, by: queue, on: ledger)
        #expect(ledger.batchSizes == batches)
        // Each caller is told of its own event, and the deliveries are announced in the order of acceptance.
        let sequences = try results.map { try $0.get().flatMap(\.pending).map(\.sequence) }
        #expect(sequences == (1...8).map { [$0] })
        #expect(announced.withLock { $0.map(\.count) } == batches)
        #expect(announced.withLock { $0.flatMap(\.self) } == Array(1...8))
    }

    @Test func aCallThatFailsFailsAlone() async throws {
        let ledger = SlowLedger(refusing: "e2")
        let results = await Self.accept(3, by: AcceptanceQueue(ledger), on: ledger)
        #expect(results.map { (try? $0.get()) != nil } == [true, true, false, true])
        guard case .failure(let error) = results[2] else { return }
        #expect(error.reason == .corrupt)
    }

    /// One call of more events than the ledger commits at a time. The commit that has `e4` fails, whichever that is.
    @Test(arguments: [(2, 4), (4, 4), (3, 3), (5, 0)])
    func whatWasCommittedOfALongCallIsAnsweredAndAnnounced(plansPerCommit: Int, accepted: Int) async throws {
        let ledger = SlowLedger(plansPerCommit: plansPerCommit, refusing: "e4")
        ledger.letGo()
        let announced = Mutex<[Int64]>([])
        let queue = AcceptanceQueue(ledger) { pending in announced.withLock { $0 += pending.map(\.sequence) } }
        let submissions = (0..<7).map { Sample.submission(eventID: "e\($0)") }
        let answers: [Acceptance]
        do throws(StoreError) {
            answers = try await queue.accept(submissions, counting: [Counter(.received(.noRule))])
        } catch {
            // Nothing was committed.
            #expect(accepted == 0 && error.reason == .corrupt)
            #expect(announced.withLock { $0 }.isEmpty)
            return
        }
        #expect(answers.prefix(accepted).flatMap(\.pending).map(\.sequence) == (0..<accepted).map { Int64($0 + 1) })
        let failure = Acceptance.failed(StoreError(.corrupt, path: ledger.place))
        #expect(Array(answers.dropFirst(accepted)) == Array(repeating: failure, count: 7 - accepted))
        #expect(announced.withLock { $0 } == (0..<accepted).map { Int64($0 + 1) })
        // What stands is known when the call comes again.
        let again = try await queue.accept(Array(submissions.prefix(accepted)), counting: [])
        #expect(again == Array(repeating: .duplicate, count: accepted))
    }

    @Test func moreThanMayWaitIsRefused() async throws {
        let ledger = SlowLedger()
        let queue = AcceptanceQueue(ledger)
        let submission = Sample.submission(eventID: "e")
        async let first = queue.accept([submission], counting: [])
        while ledger.batchSizes.isEmpty { await Task.yield() }
        let duplicates = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<AcceptanceQueue.waitingLimit {
                group.addTask { try await queue.accept([submission], counting: []).count { $0 == .duplicate } }
            }
            await Self.untilWaiting(AcceptanceQueue.waitingLimit, in: queue)
            let error = await #expect(throws: StoreError.self) { try await queue.accept([submission], counting: []) }
            #expect(error?.reason == .overloaded)
            ledger.letGo()
            return try await group.reduce(0, +)
        }
        let acceptances = try await first
        #expect(acceptances.count == 1 && acceptances != [.duplicate])
        #expect(duplicates == AcceptanceQueue.waitingLimit)
        let full = AcceptanceQueue.waitingLimit / AcceptanceQueue.batchLimit
        #expect(ledger.batchSizes == [1] + Array(repeating: AcceptanceQueue.batchLimit, count: full))
    }
}
