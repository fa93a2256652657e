import IngestTesting
import Outbox
import Testing
import TextFormats

@testable import Ingest

/// However many large bodies come at once, one of them is held in memory.
@Suite(.timeLimit(.minutes(1))) struct LargeBodiesTests {
    /// A body whose events hold more than a small one's, told from others by the ids of its events.
    private static func large(_ name: String) -> [UInt8] {
        let count = IngestLimits.heldBytes / TestEvent.event("").utf8.count + 1
        return Array((0..<count).map { TestEvent.event("\(name)-\($0)") }.joined(separator: "\n").utf8)
    }

    private static func ingest(_ store: HeldLedger) throws -> EventIngest {
        EventIngest(
            rules: try TestRules.live(), store: store, now: { Timestamp(milliseconds: 1_772_442_847_000) },
            logger: RecordedLog().logger, announce: { _ in })
    }

    @Test(arguments: [false, true]) func waitForEachOther(isGzipped: Bool) async throws {
        let store = HeldLedger()
        store.hold()
        let ingest = try Self.ingest(store)
        let bodies = try (0..<4).map { number in
            isGzipped ? try Gzipped.bytes(Self.large("\(number)")) : Self.large("\(number)")
        }
        let outcomes = try await withThrowingTaskGroup(of: Set<IngestOutcome?>.self) { tasks in
            for body in bodies {
                tasks.addTask { Set(try await ingest.ingest(body: body).map(\.outcome)) }
            }
            // One is about to be committed; the others have been read as far as a small body goes.
            await store.untilHolding(1)
            while ingest.waitingBodies < 3 { await Task.yield() }
            #expect(store.accepted.isEmpty)
            // A small one does not wait behind them, and is about to be committed, too.
            async let small = ingest.ingest(body: Array(TestEvent.other("small").utf8))
            await store.untilHolding(2)
            #expect(ingest.waitingBodies == 3)
            store.letGo()
            #expect(try await small.map(\.outcome) == [.noRule])
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: [.accepted], count: 4))
        #expect(ingest.waitingBodies == 0)
    }

    /// Events that no rule matches are not held, however many they are.
    @Test func unmatchedEventsMakeNoBodyLarge() async throws {
        let store = HeldLedger()
        let ingest = try Self.ingest(store)
        store.hold()
        let large = Task { try await ingest.ingest(body: Self.large("a")) }
        await store.untilHolding(1)
        let count = IngestLimits.heldBytes / TestEvent.other("").utf8.count + 1
        let body = Array((0..<count).map { TestEvent.other("\($0)") }.joined(separator: "\n").utf8)
        async let results = ingest.ingest(body: body)
        await store.untilHolding(2)
        #expect(ingest.waitingBodies == 0)
        store.letGo()
        #expect(try await results.count == count)
        _ = try await large.value
    }

    /// A body that is refused gives up its turn like any other.
    @Test func aRefusedBodyGivesUpItsTurn() async throws {
        let ingest = try Self.ingest(HeldLedger())
        let tooMany = Self.large("a") + Array(String(repeating: "{}\n", count: IngestLimits.events).utf8)
        for _ in 0..<3 {
            await #expect(throws: IngestError.tooManyEvents(limit: IngestLimits.events)) {
                try await ingest.ingest(body: tooMany)
            }
        }
        #expect(try await ingest.ingest(body: Self.large("b")).allSatisfy { $0.outcome == .accepted })
    }

    @Test func goInTheOrderOfAsking() async {
        let bodies = LargeBodies()
        let order = Order()
        let first = await bodies.turn()
        var tasks: [Task<Void, Never>] = []
        for number in 0..<5 {
            tasks.append(
                Task {
                    let turn = await bodies.turn()
                    await order.add(number)
                    _ = consume turn
                })
            while bodies.waitingCount <= number { await Task.yield() }
        }
        #expect(await order.numbers.isEmpty)
        _ = consume first
        for task in tasks { await task.value }
        #expect(await order.numbers == [0, 1, 2, 3, 4])
    }

    private actor Order {
        var numbers: [Int] = []
        func add(_ number: Int) { numbers.append(number) }
    }
}
