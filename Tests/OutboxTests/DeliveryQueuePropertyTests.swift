import Outbox
import SeededGenerators
import Testing
import TextFormats

/// A day in the life of a queue, drawn at random: a store with more than fits into memory, destinations that fail,
/// pause and recover; and what must always hold.
struct DeliveryQueuePropertyTests {
    private struct World {
        var queue: DeliveryQueue
        var random: SeededRandom
        var now = DeliveryQueueTests.now
        /// What a store would hold as pending.
        var stored: [DeliveryID: PendingDelivery] = [:]
        var lastNumber: Int64 = 0
        var inFlight: [DeliveryID: PendingDelivery] = [:]
        var order: [LaneKey: [String: [DeliveryID]]] = [:]
        var starts: [LaneKey: [Timestamp]] = [:]
        var ended: Set<DeliveryID> = []
        let limits: DeliveryQueue.Limits

        init(seed: UInt64) {
            random = SeededRandom(seed: seed)
            var limits = DeliveryQueue.Limits()
            limits.inFlight = 12
            limits.inFlightPerDestination = 6
            limits.perLane = 8
            limits.perDestination = 20
            limits.page = 7
            self.limits = limits
            queue = DeliveryQueue(limits: limits)
            queue.setPaces(World.paces)
        }

        static let paces: [String: DeliveryQueue.Pace] = [
            "slack": .init(perSecond: 5, perSecondAndChannel: 1), "pager": .init(perSecond: 2),
            "hook": .init(perSecond: 300),
        ]

        mutating func accept(_ count: Int) -> [PendingDelivery] {
            (0..<count).map { _ in
                lastNumber += 1
                let destination = ["slack", "pager", "hook"].randomElement(using: &random) ?? ""
                let channel = destination == "slack" ? "C\(Int.random(in: 1...3, using: &random))" : nil
                let key = Int.random(in: 1...6, using: &random)
                var delivery = DeliveryQueueTests.pending(
                    lastNumber, to: destination, channel: channel, key: "key\(key)", dueAt: now)
                // As refused uses have order keys of their own.
                delivery.givesWay = key > 3
                stored[delivery.id] = delivery
                return delivery
            }
        }

        func key(_ delivery: PendingDelivery) -> LaneKey {
            LaneKey(apiDestination: delivery.apiDestination, channel: delivery.channel)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func orderRatesAndBoundsHoldAndNothingIsForgotten(seed: UInt64) throws {
        var world = World(seed: seed)
        _ = world.accept(Int.random(in: 0...120, using: &world.random))
        var idle = 0
        for turn in 0..<20_000 {
            let step = world.queue.step(at: world.now)
            try check(step, &world)
            if let load = step.load {
                let page = world.stored.values.filter { $0.sequence > load.after ?? 0 }
                    .sorted { $0.sequence < $1.sequence }.prefix(load.limit)
                // Something is accepted between the reading and its answer now and then.
                if turn < 1_500, Bool.random(using: &world.random) {
                    let accepted = world.accept(Int.random(in: 1...9, using: &world.random))
                    world.queue.add(accepted, at: world.now)
                }
                world.queue.loaded(Array(page), for: load, at: world.now)
            } else if !world.inFlight.isEmpty, Int.random(in: 0..<3, using: &world.random) > 0 {
                end(&world)
            } else if turn < 1_500, Int.random(in: 0..<4, using: &world.random) == 0 {
                let accepted = world.accept(Int.random(in: 1...5, using: &world.random))
                world.queue.add(accepted, at: world.now)
            } else if let again = step.lookAgainAt {
                world.now = max(world.now, again)
            } else if world.inFlight.isEmpty {
                idle = turn < 1_500 ? 0 : idle + 1
                guard idle < 3 else { break }
            } else {
                end(&world)
            }
        }
        #expect(world.stored.isEmpty, "seed \(seed): everything is delivered in the end")
        #expect(world.ended.count == Int(world.lastNumber))
        #expect(world.queue.heldCount == 0)
    }

    private func check(_ step: DeliveryQueue.Step, _ world: inout World) throws {
        for id in step.start {
            let delivery = try #require(world.stored[id])
            #expect(world.inFlight[id] == nil)
            #expect(delivery.dueAt <= world.now || delivery.attempts > 0)
            let lane = world.key(delivery)
            // One that was never tried goes ahead of no other that is in its order, see `DeliveryLane`; but what gives way
            // to others may have been left in the store for them.
            let earlier = world.stored.values.filter {
                world.key($0) == lane && $0.orderKey == delivery.orderKey && $0.sequence < delivery.sequence
                    && ($0.attempts == 0 || ($0.attempts == 1 && $0.dueAt <= world.now + .seconds(5)))
            }
            #expect(delivery.attempts > 0 || delivery.givesWay || earlier.isEmpty, "\(id) before \(earlier.map(\.id))")
            world.inFlight[id] = delivery
            try checkRate(LaneKey(apiDestination: delivery.apiDestination), &world)
            if delivery.channel != nil { try checkRate(lane, &world) }
        }
        #expect(world.inFlight.count <= world.limits.inFlight)
        for name in ["slack", "pager", "hook"] {
            #expect(
                world.inFlight.values.count { $0.apiDestination == name } <= world.limits.inFlightPerDestination)
        }
        #expect(world.queue.heldCount <= 3 * (world.limits.perDestination + world.limits.inFlightPerDestination))
    }

    /// No second has more starts than it may.
    private func checkRate(_ key: LaneKey, _ world: inout World) throws {
        let pace = try #require(World.paces[key.apiDestination])
        let limit = key.channel == nil ? pace.perSecond : pace.perSecondAndChannel ?? .max
        world.starts[key, default: []].append(world.now)
        let window = world.starts[key, default: []].suffix(limit + 1)
        guard window.count > limit, let first = window.first else { return }
        #expect(world.now - first >= .seconds(1), "\(key)")
    }

    private func end(_ world: inout World) {
        let ids = world.inFlight.values.sorted { $0.sequence < $1.sequence }.map(\.id)
        let id = ids[Int.random(in: ids.indices, using: &world.random)]
        guard var delivery = world.inFlight.removeValue(forKey: id) else { return }
        switch Int.random(in: 0..<10, using: &world.random) {
        case 0..<5:
            world.stored[id] = nil
            world.ended.insert(id)
            world.queue.end(id, .delivered, at: world.now)
        case 5:
            world.stored[id] = nil
            world.ended.insert(id)
            world.queue.end(id, .over, at: world.now)
        case 6: world.queue.end(id, .postponed(until: world.now + .seconds(2)), at: world.now)
        default:
            delivery.attempts += 1
            delivery.dueAt = world.now + .milliseconds(Int64.random(in: 1...20_000, using: &world.random))
            world.stored[id] = delivery
            let pause: Duration? = Int.random(in: 0..<4, using: &world.random) == 0 ? .seconds(3) : nil
            world.queue.end(
                id, .later(dueAt: delivery.dueAt, isFailure: true, pause: pause), at: world.now)
        }
    }
}
