public import Alerts
import Outbox
import Rules
import SeededGenerators
import Testing
import TextFormats

extension LedgerStoreKit {
    /// Does a thousand things to a store at random, in every state and order that comes up, and then asks whether the
    /// books balance, and whether what was accepted is there.
    ///
    /// - Parameter store: an empty one.
    public static func checkBooks(of store: any LedgerStore, seed: UInt64) async throws {
        var walk = RandomWalk(store: store, random: SeededRandom(seed: seed))
        for step in 1...1_000 {
            try await walk.step()
            if step.isMultiple(of: 100) { try await store.expectBalance() }
        }
        try await walk.checkWhatIsThere()
    }
}

/// One thing after the other that may happen to a store.
private struct RandomWalk {
    let store: any LedgerStore
    var random: SeededRandom
    private var now = Sample.noon
    private var names = 0
    /// What is being sent.
    private var sending: [Delivery] = []

    init(store: any LedgerStore, random: SeededRandom) {
        self.store = store
        self.random = random
    }

    mutating func step() async throws {
        now = now + .milliseconds(Int.random(in: 0...20_000, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: try await accept()
        case 35..<60: try await begin()
        case 60..<90: try await settle()
        case 90..<93: try await drop()
        case 93..<96: try await redrive()
        case 96..<98: _ = try await store.prune(Self.retention, at: now)
        default:
            _ = try await store.recoverInterrupted(at: now)
            sending = []
        }
    }

    /// Everything within some minutes: the walk lasts two or three hours, retention counts in days.
    private static var retention: Retention {
        var retention = Retention()
        retention.outboxDays = 0
        return retention
    }

    private mutating func accept() async throws {
        // Now and then one that came before, or its copy.
        names += Bool.random(using: &random) ? 1 : 0
        let copy = try #require(Sample.Copy.allCases.randomElement(using: &random))
        let use = try Sample.use("u\(names)", role: "Role\(names % 3)", at: now, copy: copy)
        let alerts = Int.random(in: 0..<10, using: &random) > 0
        let isStorm = Bool.random(using: &random)
        let isDrill = Int.random(in: 0..<10, using: &random) == 0
        let fold = Sample.fold(at: now, window: .seconds(120), role: "Role\(names % 3)")
        let failure = Int.random(in: 0..<10, using: &random) == 0 ? Sample.refusal : nil
        let submission = Sample.submission(
            of: use, origin: isDrill ? .drill(id: "d\(names)") : .live, receivedAt: now, alerts: alerts
        ) { _ in
            isStorm
                ? DeliveryPlan(deliveries: [Sample.delivery(to: "pager")], folds: [fold])
                : DeliveryPlan(deliveries: [Sample.delivery(failure: failure)])
        }
        _ = try await store.accept([submission], counting: [Count(.received(.noRule))])
    }

    private mutating func begin() async throws {
        let pending = try await store.pending(after: nil, limit: 3)
        sending += try await store.begin(pending.map(\.id), at: now)
    }

    private mutating func settle() async throws {
        guard let index = sending.indices.randomElement(using: &random) else { return }
        let delivery = sending.remove(at: index)
        let next: Settlement.Next =
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5: .delivered(messageTimestamp: Bool.random(using: &random) ? "1.1" : nil)
            case 5..<7: .later(dueAt: now, asPlainText: Bool.random(using: &random))
            case 7: .waiting(Sample.refusal)
            default: .dead(Sample.refusal)
            }
        var settlement = Settlement(
            delivery: delivery.id, attempt: Sample.attempt(at: now), next: next, toldUses: delivery.storm?.foldedUses)
        if Int.random(in: 0..<5, using: &random) == 0 {
            settlement.otherwise = Sample.delivery(to: "mail")
            settlement.otherwise?.kind = .otherwise(of: delivery.id)
        }
        _ = try await store.settle(settlement)
    }

    private mutating func drop() async throws {
        var filter = OutboxFilter()
        filter.states = [try #require(DeliveryState.allCases.randomElement(using: &random))]
        filter.until = now + .seconds(-60)
        _ = try await store.drop(filter, because: OperatorNote(who: "carol", why: "", at: now))
    }

    private mutating func redrive() async throws {
        var filter = OutboxFilter()
        filter.states = [try #require(DeliveryState.allCases.randomElement(using: &random))]
        _ = try await store.redrive(filter, because: OperatorNote(who: "carol", why: "", at: now))
    }

    /// What the books say of the states is what the outbox holds.
    func checkWhatIsThere() async throws {
        try await store.expectBalance()
        let deliveries = try await store.deliveries(OutboxFilter(), limit: .max)
        let books = try await store.books()
        for state in [DeliveryState.pending, .sending, .waiting, .dead] {
            let counted = books.backlog.filter { $0.state == state }.reduce(0) { $0 + $1.count }
            #expect(counted == deliveries.count { $0.state == state }, "\(state)")
        }
        let isSending = deliveries.filter { $0.state == .sending }.map(\.id).sorted()
        #expect(isSending == sending.map(\.id).sorted())
        let (received, uses) = (try await store.count(.received(.accepted)), try await store.allUses())
        #expect(received > 0 && !deliveries.isEmpty)
        #expect(Set(uses.map(\.id)).count == uses.count)
        let live = uses.count { $0.origin == .live }
        let counted = books.counts.reduce(Int64(0)) { sum, count in
            if case .roleUse = count.key { sum + count.value } else { sum }
        }
        #expect(counted == Int64(live))
    }
}
