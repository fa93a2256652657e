import Alerts
import Outbox
import Testing
import TextFormats

extension LedgerStoreKit {
    static let duplicates: [Promise] = [
        Promise("an event is accepted once") { store in
            let submission = Sample.submission(of: try Sample.use("a"))
            _ = try await store.accepted(submission)
            #expect(try await store.isDuplicate(submission))
            #expect(try await store.pending(after: nil, limit: 10).count == 1)
            #expect(try await store.allUses().count == 1)
            #expect(try await store.count(.received(.accepted)) == 1)
            #expect(try await store.count(.received(.duplicate)) == 1)
            #expect(try await store.count(.matched(rule: "break-glass")) == 1)
        },
        Promise("a duplicate within one call is one") { store in
            let submission = Sample.submission(of: try Sample.use("a"))
            let answers = try await store.accept([submission, submission], counting: [])
            #expect(answers.last == .duplicate)
            #expect(try await store.pending(after: nil, limit: 10).count == 1)
        },
        Promise("an event that is no role use is accepted once") { store in
            let submission = Sample.submission(eventID: "e-1")
            _ = try await store.accepted(submission)
            #expect(try await store.isDuplicate(submission))
            #expect(try await store.allUses().isEmpty)
        },
        Promise("what has no id is never a duplicate") { store in
            let submission = Sample.submission(eventID: nil)
            _ = try await store.accepted(submission)
            _ = try await store.accepted(submission)
            #expect(try await store.pending(after: nil, limit: 10).count == 2)
        },
        Promise("ids are told apart by their bytes") { store in
            // Composed and not, a NUL and what follows it, an id that is another's beginning.
            for id in ["\u{E9}", "e\u{301}", "a", "a\0", "a\0b", "a\0c", "ab"] {
                _ = try await store.accepted(Sample.submission(eventID: id))
            }
            #expect(try await store.isDuplicate(Sample.submission(eventID: "a\0b")))
        },
        Promise("an event's id is no shared id") { store in
            var first = Sample.submission(eventID: "x")
            first.sharedEventID = "y"
            var second = Sample.submission(eventID: "y")
            second.sharedEventID = "x"
            _ = try await store.accepted(first)
            _ = try await store.accepted(second)
        },
        Promise("the copy in another account alerts no second time, whichever comes first") { store in
            for (number, order) in [[Sample.Copy.poorer, .fuller], [.fuller, .poorer]].enumerated() {
                let name = "use-\(number)"
                _ = try await store.accepted(Sample.submission(of: Sample.use(name, copy: order[0])))
                let second = Sample.submission(of: try Sample.use(name, copy: order[1]))
                #expect(try await store.isDuplicate(second))
                // Each copy is known by its own id too, should it lose the shared one on another way.
                #expect(try await store.isDuplicate(second))
                var alone = second
                alone.sharedEventID = nil
                #expect(try await store.isDuplicate(alone))
            }
            #expect(try await store.pending(after: nil, limit: 10).count == 2)
            #expect(try await store.allUses().map(\.who) == ["alice", "alice"])
            #expect(try await store.allUses().map(\.isPoorerCopy) == [false, false])
        },
        Promise("the fuller copy takes the poorer one's place, and its arrival stays") { store in
            let poorer = try Sample.use("a", copy: .poorer)
            let fuller = try Sample.use("a", copy: .fuller)
            _ = try await store.accepted(Sample.submission(of: poorer))
            let before = try #require(try await store.allUses().first)
            #expect(before.who != "alice")
            let later = Sample.noon + .seconds(90)
            #expect(try await store.isDuplicate(Sample.submission(of: fuller, receivedAt: later)))
            #expect(
                try await store.allUses() == [
                    LedgerUse(fuller, id: before.id, receivedAt: Sample.noon, origin: .live)
                ])
        },
        Promise("what was only recorded alerts when it comes in, and is one use") { store in
            let use = try Sample.use("a")
            let archive = Sample.submission(of: use, origin: .archive, alerts: false)
            #expect(try await store.accepted(archive).isEmpty)
            #expect(try await store.isDuplicate(archive))
            #expect(try await store.count(.received(.accepted)) == 0)
            let later = Sample.noon + .seconds(60)
            #expect(try await store.accepted(Sample.submission(of: use, receivedAt: later)).count == 1)
            #expect(try await store.isDuplicate(Sample.submission(of: use)))
            #expect(try await store.isDuplicate(archive))
            let uses = try await store.allUses()
            #expect(uses.map(\.origin) == [.live])
            #expect(uses.map(\.receivedAt) == [later])
            #expect(
                try await store.count(
                    .roleUse(role: "BreakGlassAdmin", account: "111122223333", outcome: "allowed")) == 1)
        },
        Promise("recorded by one copy, alerted by the other") { store in
            let fuller = try Sample.use("a", copy: .fuller)
            let poorer = try Sample.use("a", copy: .poorer)
            _ = try await store.accepted(Sample.submission(of: fuller, origin: .archive, alerts: false))
            #expect(try await store.accepted(Sample.submission(of: poorer)).count == 1)
            #expect(try await store.isDuplicate(Sample.submission(of: fuller)))
            #expect(try await store.allUses().map(\.who) == ["alice"])
        },
        Promise("what alerted is not recorded again") { store in
            let use = try Sample.use("a")
            _ = try await store.accepted(Sample.submission(of: use))
            #expect(
                try await store.isDuplicate(Sample.submission(of: use, origin: .archive, alerts: false)))
            #expect(try await store.allUses().map(\.origin) == [.live])
        },
        Promise("an event alerts once if either of its ids has alerted") { store in
            for isShared in [false, true] {
                var alerted = Sample.submission(eventID: isShared ? nil : "e-\(isShared)")
                alerted.sharedEventID = isShared ? "s-\(isShared)" : nil
                _ = try await store.accepted(alerted)
                var recorded = Sample.submission(eventID: isShared ? "e-\(isShared)" : nil)
                recorded.sharedEventID = isShared ? nil : "s-\(isShared)"
                recorded.alerts = false
                _ = try await store.accepted(recorded)
                var both = Sample.submission(eventID: "e-\(isShared)")
                both.sharedEventID = "s-\(isShared)"
                #expect(try await store.isDuplicate(both))
            }
        },
    ]
}
