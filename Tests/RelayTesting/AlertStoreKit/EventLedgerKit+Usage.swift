import Alerts
import CloudTrail
import Outbox
import Synchronization
import Testing
import TextFormats

/// What a plan was told.
private final class Told: Sendable {
    private let context = Mutex<UsageSnapshot?>(nil)

    var last: UsageSnapshot? { context.withLock { $0 } }

    func plan(_ context: UsageSnapshot) -> DeliveryPlan {
        self.context.withLock { $0 = context }
        return .nothing
    }
}

extension EventLedger {
    /// Accepts a use, and says what its plan was told.
    fileprivate func told(
        _ use: RoleUse, origin: EventOrigin = .live, receivedAt: Timestamp = Sample.noon
    ) async throws -> UsageSnapshot {
        let told = Told()
        let submission = Sample.submission(
            of: use, origin: origin, receivedAt: receivedAt, plan: told.plan)
        _ = try await accepted(submission)
        return try #require(told.last)
    }
}

extension EventLedgerKit {
    static let usage: [Promise] = [
        Promise("the first use on record") { store in
            let usage = try await store.told(Sample.use("a")).usage
            #expect(
                usage
                    == RoleUsage(
                        time: Sample.noon, ordinal: 1, previous: nil,
                        weeks: Array(repeating: 0, count: RoleUsage.weekCount - 1) + [1]))
        },
        Promise("uses are counted within the calendar quarter of their own time") { store in
            func time(_ text: String) throws -> Timestamp {
                guard let time = Timestamp(parsing: text) else { throw Sample.NoUse(record: text) }
                return time
            }
            let cases: [(time: String, ordinal: Int, previous: String?)] = [
                ("2025-12-31T23:59:59Z", 1, nil),
                ("2026-01-01T00:00:00Z", 1, "2025-12-31T23:59:59Z"),
                ("2026-03-31T23:59:59Z", 2, "2026-01-01T00:00:00Z"),
                // Came in late: those after it do not count.
                ("2026-02-01T12:00:00Z", 2, "2026-01-01T00:00:00Z"),
                ("2026-03-31T12:00:00Z", 3, "2026-02-01T12:00:00Z"),
                ("2026-04-01T00:00:00Z", 1, "2026-03-31T23:59:59Z"),
                // At the same moment as another: after it.
                ("2026-04-01T00:00:00Z", 2, "2026-04-01T00:00:00Z"),
            ]
            for (number, row) in cases.enumerated() {
                let usage = try #require(
                    try await store.told(Sample.use("u\(number)", at: try time(row.time))).usage)
                #expect(usage.ordinal == row.ordinal, "\(row.time)")
                #expect(usage.previous?.time == (try row.previous.map(time)), "\(row.time)")
                #expect(usage.time == (try time(row.time)))
            }
        },
        Promise("weeks end with the day of the use") { store in
            let day = Duration.seconds(86_400)
            for (number, days) in [0, 6, 7, 83, 84].enumerated() {
                _ = try await store.told(Sample.use("u\(number)", at: Sample.noon - day * days))
            }
            let usage = try await store.told(Sample.use("last")).usage
            #expect(usage?.weeks == [1] + Array(repeating: 0, count: RoleUsage.weekCount - 3) + [1, 3])
        },
        Promise("uses are counted by role name and account, denied ones too") { store in
            _ = try await store.told(Sample.use("a", who: "bob", isDenied: true))
            _ = try await store.told(Sample.use("b", role: "Other"))
            _ = try await store.told(Sample.use("c", account: "999988887777"))
            let usage = try await store.told(Sample.use("d")).usage
            #expect(usage?.ordinal == 2)
            #expect(usage?.previous == RoleUsage.Previous(time: Sample.noon, who: "bob"))
        },
        Promise("what an archive recorded counts as usage") { store in
            _ = try await store.accepted(
                Sample.submission(of: Sample.use("a"), origin: .archive, alerts: false))
            #expect(try await store.told(Sample.use("b")).usage?.ordinal == 2)
        },
        Promise("a use that had been recorded is itself not counted twice") { store in
            let use = try Sample.use("a")
            _ = try await store.accepted(Sample.submission(of: use, origin: .archive, alerts: false))
            let told = try await store.told(use)
            #expect(told.usage?.ordinal == 1)
            #expect(told.usage?.previous == nil)
        },
        Promise("a drill is no use and knows of none") { store in
            _ = try await store.told(Sample.use("a"))
            let told = try await store.told(Sample.use("b"), origin: .drill(id: "d"))
            #expect(told == UsageSnapshot(targets: Set(Sample.targets)))
            #expect(try await store.allUses().count == 1)
            #expect(try await store.told(Sample.use("c")).usage?.ordinal == 2)
        },
    ]
}
