import Alerts
import Outbox
import Testing
import TextFormats

extension OutboxOperationsKit {
    private static let hour = Duration.seconds(3_600)

    private static func time(_ seconds: Int) -> StoreTime {
        StoreTime(seenAt: Sample.noon + .seconds(seconds), pruningAt: Sample.noon - .seconds(seconds))
    }

    static let time: [Promise] = [
        Promise("the time is remembered") { store in
            #expect(try await store.time() == nil)
            for seconds in [5, 9, -3_600] {
                try await store.keep(time(seconds), shifting: nil)
                #expect(try await store.time() == time(seconds))
            }
        },
        Promise("what is not settled moves with the time, what is settled does not") { store in
            let names = ["pending", "sending", "waiting", "delivered", "dead"]
            var ids: [DeliveryID] = []
            for name in names { ids += try await store.accepted(Sample.submission(of: Sample.use(name))).map(\.id) }
            let begun = try await store.begin(Array(ids.dropFirst()), at: Sample.noon)
            let ends: [NextStep] = [.waiting(Sample.refusal), .delivered(messageTimestamp: nil), .dead(Sample.refusal)]
            for (delivery, next) in zip(begun.dropFirst(), ends) {
                _ = try await store.settle(Settlement(delivery: delivery.id, attempt: Sample.attempt(), next: next))
            }
            var before: [Delivery] = []
            for id in ids { before.append(try #require(try await store.delivery(id)).delivery) }
            let set = TimeShift(from: Sample.noon + hour, to: Sample.noon)
            try await store.keep(time(1), shifting: set)
            let away = try #require(TimeShift(resumingAt: Sample.noon + hour * 5, lastSeen: Sample.noon))
            try await store.keep(time(2), shifting: away)
            for (index, old) in before.enumerated() {
                let new = try #require(try await store.delivery(old.id)).delivery
                let (isTried, isOpen) = (index < 2, index < 3)
                #expect(new.startedAt == (isTried ? old.startedAt + hour * 4 : old.startedAt), "\(names[index])")
                #expect(new.dueAt == (isOpen ? old.dueAt - hour : old.dueAt), "\(names[index])")
                #expect(new.receivedAt == old.receivedAt)
            }
            #expect(try await store.time() == time(2))
            try await store.expectBalance()
        },
        Promise("the end of a storm that has not ended moves with the time") { store in
            let folds = [(role: "1/A", window: Duration.seconds(600)), (role: "1/B", window: .seconds(60))]
            for (number, fold) in folds.enumerated() {
                _ = try await store.accepted(
                    Sample.submission(of: Sample.use("u\(number)")) { _ in
                        DeliveryPlan(folds: [Sample.fold(window: fold.window, role: fold.role)])
                    })
            }
            let from = Sample.noon + .seconds(300)
            try await store.keep(time(1), shifting: TimeShift(from: from, to: from - hour))
            let keys = folds.map { Storm.Key(rule: "break-glass", target: "chat", role: $0.role) }
            let storms = try await store.storms(Set(keys), endingAfter: Sample.noon - hour)
            #expect(storms[keys[0]]?.map(\.storm.endsAt) == [Sample.noon + .seconds(600) - hour])
            #expect(storms[keys[1]]?.map(\.storm.endsAt) == [Sample.noon + .seconds(60)])
        },
    ]
}
