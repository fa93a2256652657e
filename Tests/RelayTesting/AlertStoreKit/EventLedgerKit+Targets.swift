import Alerts
import Outbox
import Testing
import TextFormats

/// What is deduplicated is a use at a rule's target.
extension EventLedgerKit {
    private static let count = [RuleTarget("count")]
    private static let chat = [RuleTarget("used"), RuleTarget("used", "chat")]
    private static let hook = [RuleTarget("team-b"), RuleTarget("team-b", "hook")]

    private static func copy(
        _ copy: Sample.Copy, at targets: [RuleTarget], origin: EventOrigin = .live, alerts: Bool = true
    ) throws -> Submission {
        Sample.submission(
            of: try Sample.use("a", copy: copy), origin: origin, alerts: alerts, targets: targets,
            plan: Sample.deliveryEach)
    }

    /// The rule and the target of each delivery, in order, as `used/chat`.
    private static func announced(by store: any AlertStore) async throws -> [String] {
        try await store.deliveries(OutboxFilter(), limit: .max).reversed()
            .map { "\($0.content.rule)/\($0.content.target)" }
    }

    static let targets: [Promise] = [
        Promise("the copy that only a counting rule matches silences no other, whichever comes first") { store in
            for (number, order) in [[count, count + chat], [count + chat, count]].enumerated() {
                var first = try copy(.withCaller, at: order[0])
                var second = try copy(.withoutCaller, at: order[1])
                (first.eventID, second.eventID) = ("first-\(number)", "second-\(number)")
                (first.sharedEventID, second.sharedEventID) = ("\(number)", "\(number)")
                let answers = try await store.accept([first], counting: []) + store.accept([second], counting: [])
                #expect(answers.map { $0 == .duplicate } == [false, number == 1])
                #expect(answers.flatMap(\.pending).count == 1)
            }
            #expect(try await announced(by: store) == ["used/chat", "used/chat"])
            #expect(try await store.allUses().map(\.who) == ["alice", "alice"])
            #expect(try await store.count(.matched(rule: "count")) == 2)
            #expect(try await store.count(.matched(rule: "used")) == 2)
            try await store.expectBalance()
        },
        Promise("two rules that each match one copy are both announced, and it is one use") { store in
            _ = try await store.accepted(copy(.withoutCaller, at: chat))
            _ = try await store.accepted(copy(.withCaller, at: hook))
            #expect(try await announced(by: store) == ["used/chat", "team-b/hook"])
            let uses = try await store.allUses()
            #expect(uses.map(\.who) == ["alice"])
            #expect(
                try await store.count(
                    .roleUse(role: "BreakGlassAdmin", account: "111122223333", outcome: "allowed")) == 1)
            #expect(try await store.count(.received(.accepted)) == 2)
            for again in [Sample.Copy.withCaller, .withoutCaller] {
                #expect(try await store.isDuplicate(copy(again, at: chat + hook)))
            }
            try await store.expectBalance()
        },
        Promise("a rule and a target that are added later are told of an event that comes in again") { store in
            let submission = Sample.submission(eventID: "e", rules: ["count"], plan: Sample.deliveryEach)
            let first = try await store.accepted(submission)
            #expect(first.isEmpty)
            var later = submission
            later.targets = count + chat
            #expect(try await store.accepted(later).count == 1)
            #expect(try await store.isDuplicate(later))
            later.targets.append(RuleTarget("used", "pager"))
            #expect(try await store.accepted(later).count == 1)
            #expect(try await announced(by: store) == ["used/chat", "used/pager"])
            #expect(try await store.count(.matched(rule: "count")) == 1)
            #expect(try await store.count(.matched(rule: "used")) == 1)
        },
        Promise("copies in one call are held against each other target by target") { store in
            let answers = try await store.accept(
                [
                    copy(.withoutCaller, at: count), copy(.withCaller, at: count + chat),
                    copy(.withoutCaller, at: chat + hook), copy(.withCaller, at: hook),
                ], counting: [])
            #expect(answers.map { $0 == .duplicate } == [false, false, false, true])
            #expect(try await announced(by: store) == ["used/chat", "team-b/hook"])
            #expect(try await store.allUses().count == 1)
            try await store.expectBalance()
        },
        Promise("names of rules and targets are compared byte by byte") { store in
            for name in ["\u{E9}", "e\u{301}", "e\0", "e"] {
                let targets = [RuleTarget("used"), RuleTarget("used", name), RuleTarget(name, "chat")]
                let submission = try copy(.only, at: targets)
                #expect(try await store.accepted(submission).count == 2)
                #expect(try await store.isDuplicate(submission))
            }
        },
        Promise("a drill and the real event of its id are two, whichever comes first, and so are two drills") { store in
            for drill in ["d-1", "d-2"] {
                let held = try copy(.only, at: chat, origin: .drill(id: drill))
                #expect(try await store.accepted(held).count == 1)
                #expect(try await store.isDuplicate(held))
                #expect(try await store.allUses().count == (drill == "d-1" ? 0 : 1))
                let real = try copy(.only, at: chat)
                if drill == "d-1" {
                    #expect(try await store.accepted(real).count == 1)
                } else {
                    #expect(try await store.isDuplicate(real))
                }
            }
            #expect(try await store.allUses().count == 1)
            #expect(try await store.drills(limit: 10).count == 2)
        },
        Promise("what was sent to another destination leaves the target's own to be told") { store in
            let late = chat.map { $0.target == nil ? $0 : RuleTarget($0.rule, $0.target, redirectedTo: "late") }
            let found = try copy(.only, at: late, origin: .archive)
            #expect(try await store.accepted(found).count == 1)
            #expect(try await store.isDuplicate(found))
            #expect(try await store.accepted(copy(.only, at: chat)).count == 1)
            #expect(try await store.isDuplicate(copy(.only, at: chat)))
            let other = chat.map { $0.target == nil ? $0 : RuleTarget($0.rule, $0.target, redirectedTo: "other") }
            #expect(try await store.isDuplicate(copy(.only, at: other, origin: .archive)))
            // It came in live after all, and is counted with the live ones from then on.
            #expect(try await store.allUses().map(\.origin) == [.live])
        },
        Promise("what was put on record after it was announced is announced where it was not") { store in
            _ = try await store.accepted(copy(.withCaller, at: count + chat))
            #expect(try await store.isDuplicate(copy(.withoutCaller, at: hook, origin: .archive, alerts: false)))
            #expect(try await store.accepted(copy(.withoutCaller, at: hook)).count == 1)
            #expect(try await announced(by: store) == ["used/chat", "team-b/hook"])
        },
    ]
}
