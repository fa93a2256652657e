import Alerts
import CloudTrail
import Outbox
import Rules
import Synchronization
import Testing
import TextFormats

/// Which uses a plan is told of as recent.
extension EventLedgerKit {
    /// One use after the other, each of which says what its plan was told of ``Sample/target``.
    private final class Uses: Sendable {
        private let store: any AlertStore
        private let kept = Mutex<(number: Int, recent: [RuleTarget: RecentUses])>((0, [:]))

        init(_ store: any AlertStore) { self.store = store }

        /// - Parameters:
        ///   - targets: Where the use is announced.
        ///   - isFolded: Whether it is told in a summary.
        /// - Returns: what the plan was told of each of them.
        func recent(
            _ who: String = "alice", after seconds: Int = 0, isDenied: Bool = false, role: String = "Admin",
            at targets: [RuleTarget] = Sample.targets, isFolded: Bool = false, origin: EventOrigin = .live,
            storms: StormSettings = .on(10)
        ) async throws -> [RuleTarget: RecentUses] {
            let number = kept.withLock { kept in
                kept.number += 1
                return kept.number
            }
            let use = try Sample.use("u\(number)", who: who, role: role, isDenied: isDenied)
            let submission = Sample.submission(
                of: use, origin: origin, receivedAt: Sample.noon + .seconds(seconds), targets: targets,
                storms: storms.control
            ) { snapshot in
                self.kept.withLock { $0.recent = snapshot.recent }
                guard isFolded else { return Sample.deliveryEach(snapshot) }
                return DeliveryPlan(folds: [Sample.fold(who: who, at: Sample.noon + .seconds(seconds))])
            }
            _ = try await store.accepted(submission)
            return kept.withLock(\.recent)
        }

        /// What the plan was told of ``Sample/target``.
        func recentAtTarget(
            _ who: String = "alice", after seconds: Int = 0, isDenied: Bool = false, isFolded: Bool = false,
            origin: EventOrigin = .live, storms: StormSettings = .on(10)
        ) async throws -> RecentUses {
            let all = try await recent(
                who, after: seconds, isDenied: isDenied, isFolded: isFolded, origin: origin, storms: storms)
            return all[Sample.target] ?? RecentUses()
        }
    }

    /// Whether storms are controlled, and after how many uses they begin.
    private enum StormSettings {
        case off
        case on(Int)

        var control: StormControl? { if case .on(let uses) = self { Sample.storms(after: uses) } else { nil } }
    }

    static let recent: [Promise] = [
        Promise("live uses of the role within the window are recent") { store in
            let uses = Uses(store)
            // The last one after the clock was set back: what seems to come later is not counted.
            let cases: [(seconds: Int, count: Int)] = [(0, 0), (1, 1), (600, 2), (601, 2), (5_000, 0), (100, 2)]
            for row in cases {
                let recent = try await uses.recentAtTarget(after: row.seconds)
                #expect(recent.count == row.count, "after \(row.seconds) s")
                #expect(recent.includesPerson == (row.count > 0), "after \(row.seconds) s")
            }
            #expect(try await uses.recent(after: 5_000, role: "Other")[Sample.target]?.count ?? 0 == 0)
        },
        Promise("drills, archives and uses without storm control are not recent, and know of none") { store in
            let uses = Uses(store)
            _ = try await uses.recentAtTarget()
            #expect(try await uses.recent(origin: .drill(id: "d")).isEmpty)
            #expect(try await uses.recent(origin: .archive).isEmpty)
            #expect(try await uses.recent(storms: .off).isEmpty)
            #expect(try await uses.recentAtTarget().count == 1)
        },
        Promise("allowed and refused uses are counted apart") { store in
            let uses = Uses(store)
            for _ in 0..<3 { _ = try await uses.recentAtTarget(isDenied: true) }
            #expect(try await uses.recentAtTarget() == RecentUses())
            #expect(try await uses.recentAtTarget() == RecentUses(count: 1, includesPerson: true))
            #expect(try await uses.recentAtTarget(isDenied: true) == RecentUses(count: 3, includesPerson: true))
        },
        Promise("each target is counted by itself") { store in
            let uses = Uses(store)
            let (rule, chat, pager) = (Sample.targets[0], Sample.target, RuleTarget("break-glass", "pager"))
            let other = RuleTarget("team-b", "chat")
            for targets in [[rule], [rule, chat], [rule, chat, pager]] { _ = try await uses.recent(at: targets) }
            let recent = try await uses.recent("bob", at: [rule, chat, pager, RuleTarget("team-b"), other])
            #expect(recent[chat] == RecentUses(count: 2, includesPerson: false))
            #expect(recent[pager] == RecentUses(count: 1, includesPerson: false))
            #expect(recent[other] ?? RecentUses() == RecentUses())
            #expect(recent[rule] == nil)
        },
        Promise("a person is recent by a message of their own, and not by a summary") { store in
            let uses = Uses(store)
            _ = try await uses.recentAtTarget("alice")
            #expect(
                try await uses.recentAtTarget("bob", isFolded: true) == RecentUses(count: 1, includesPerson: false))
            #expect(try await uses.recentAtTarget("bob") == RecentUses(count: 2, includesPerson: false))
            #expect(try await uses.recentAtTarget("bob") == RecentUses(count: 3, includesPerson: true))
            // Composed and not: two people.
            _ = try await uses.recentAtTarget("\u{E9}")
            #expect(try await uses.recentAtTarget("e\u{301}") == RecentUses(count: 5, includesPerson: false))
        },
        Promise("counting recent uses ends where a storm begins") { store in
            let uses = Uses(store)
            for _ in 0..<4 { _ = try await uses.recentAtTarget("alice") }
            let recent = try await uses.recentAtTarget("bob", storms: .on(3))
            #expect(recent == RecentUses(count: 3, includesPerson: false))
            #expect(try await uses.recentAtTarget("alice", storms: .on(3)).includesPerson)
        },
        Promise("the copy that names the caller says whose use was recent") { store in
            let uses = Uses(store)
            for copy in [Sample.Copy.withoutCaller, .withCaller] {
                let use = try Sample.use("a", who: "bob", role: "Admin", copy: copy)
                _ = try await store.accept([Sample.submission(of: use, storms: Sample.storms())], counting: [])
            }
            #expect(try await uses.recentAtTarget("bob") == RecentUses(count: 1, includesPerson: true))
        },
        Promise("the uses of one call are recent to those after them") { store in
            let seen = Mutex<[RecentUses]>([])
            let people = [("alice", false), ("bob", false), ("alice", true), ("alice", false), ("alice", true)]
            let submissions = try people.enumerated().map { number, row in
                Sample.submission(
                    of: try Sample.use("u\(number)", who: row.0, isDenied: row.1), storms: Sample.storms()
                ) { snapshot in
                    seen.withLock { $0.append(snapshot.recent[Sample.target] ?? RecentUses()) }
                    return Sample.deliveryEach(snapshot)
                }
            }
            _ = try await store.accept(submissions, counting: [])
            #expect(
                seen.withLock { $0 } == [
                    RecentUses(), RecentUses(count: 1), RecentUses(), RecentUses(count: 2, includesPerson: true),
                    RecentUses(count: 1, includesPerson: true),
                ])
        },
        Promise("an announcement by others meanwhile is counted") { store in
            let counts = Mutex<[Int]>([])
            let submission = Sample.submission(of: try Sample.use("a"), storms: Sample.storms()) { snapshot in
                counts.withLock { $0.append(snapshot.recent[Sample.target]?.count ?? 0) }
                return .nothing
            }
            // A use that is on record without an announcement at this target, and is given one meanwhile.
            @Sendable func other(_ targets: [RuleTarget]) throws -> Submission {
                Sample.submission(
                    of: try Sample.use("b"), targets: targets, storms: Sample.storms(), plan: Sample.deliveryEach)
            }
            _ = try await store.accepted(other([RuleTarget("count")]))
            let ledger = Disturbed(
                store: store, disturb: once { _ = try await $0.accept([other(Sample.targets)], counting: []) })
            _ = try await ledger.accept([submission], counting: [])
            #expect(counts.withLock { $0 } == [0, 1])
        },
    ]
}
