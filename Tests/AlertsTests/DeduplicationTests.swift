import Outbox
import RelayTesting
import Testing
import TextFormats

@testable import Alerts

/// What is new about an event, by what is on record and by the events before it.
struct DeduplicationTests {
    private typealias Sample = RelayTesting.Sample

    /// One event of a sequence: which copy of one use, what it matches, and how it comes in.
    struct Arrival: Sendable {
        var copy = RelayTesting.Sample.Copy.only
        /// `used` for a rule, `used/chat` for its target, `used/chat>late` for that target's message sent elsewhere.
        var targets: String
        var origin = EventOrigin.live
        var alerts = true
        /// Where it is announced, `-` for a duplicate.
        var announced: String
        /// What becomes of the use in the ledger.
        var ledger = Ledger.unchanged
        /// Whether the use is counted.
        var isCounted = false
    }

    enum Ledger: Sendable { case added, replaced, unchanged }

    struct Scene: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var arrivals: [Arrival]

        init(_ name: String, _ arrivals: Arrival...) { (testDescription, self.arrivals) = (name, arrivals) }
    }

    static let scenes = [
        Scene(
            "the same event again",
            Arrival(targets: "used used/chat", announced: "used used/chat", ledger: .added, isCounted: true),
            Arrival(targets: "used used/chat", announced: "-")),
        Scene(
            "a rule that only counts matches the first copy",
            Arrival(copy: .withoutCaller, targets: "count", announced: "count", ledger: .added, isCounted: true),
            Arrival(
                copy: .withCaller, targets: "count used used/chat", announced: "used used/chat", ledger: .replaced),
            Arrival(copy: .withoutCaller, targets: "count", announced: "-")),
        Scene(
            "a rule that only counts matches the second copy",
            Arrival(
                copy: .withCaller, targets: "used used/chat count", announced: "used used/chat count",
                ledger: .added, isCounted: true),
            Arrival(copy: .withoutCaller, targets: "count", announced: "-")),
        Scene(
            "two teams' rules match one copy each",
            Arrival(copy: .withCaller, targets: "a a/x", announced: "a a/x", ledger: .added, isCounted: true),
            Arrival(copy: .withoutCaller, targets: "b b/x", announced: "b b/x"),
            Arrival(copy: .withCaller, targets: "a a/x b b/x", announced: "-")),
        Scene(
            "a target is added to a rule",
            Arrival(targets: "used used/chat", announced: "used used/chat", ledger: .added, isCounted: true),
            Arrival(targets: "used used/chat used/pager", announced: "used/pager")),
        Scene(
            "a rule that counted is given a target",
            Arrival(targets: "used", announced: "used", ledger: .added, isCounted: true),
            Arrival(targets: "used used/chat", announced: "used/chat")),
        Scene(
            "what was only recorded comes in",
            Arrival(
                targets: "used used/chat", origin: .archive, alerts: false, announced: "", ledger: .added),
            Arrival(targets: "used used/chat", origin: .archive, alerts: false, announced: "-"),
            Arrival(targets: "used used/chat", announced: "used used/chat", ledger: .replaced, isCounted: true)),
        Scene(
            "what came late to another destination comes in",
            Arrival(
                targets: "used used/chat>late", origin: .archive, announced: "used used/chat>late", ledger: .added,
                isCounted: true),
            Arrival(targets: "used used/chat", announced: "used/chat", ledger: .replaced, isCounted: true),
            Arrival(targets: "used used/chat>late", origin: .archive, announced: "-"),
            Arrival(targets: "used used/chat>other", origin: .archive, announced: "-")),
        Scene(
            "a drill before the real event",
            Arrival(targets: "used used/chat", origin: .drill(id: "d"), announced: "used used/chat"),
            Arrival(targets: "used used/chat", announced: "used used/chat", ledger: .added, isCounted: true),
            Arrival(targets: "used used/chat", origin: .drill(id: "d"), announced: "-"),
            Arrival(targets: "used used/chat", origin: .drill(id: "e"), announced: "used used/chat")),
    ]

    @Test(arguments: scenes) func announcesAUseOnceAtEachTarget(scene: Scene) throws {
        var deduplication = Deduplication(on: SeenEvents())
        for (index, arrival) in scene.arrivals.enumerated() {
            let submission = Sample.submission(
                of: try Sample.use("a", copy: arrival.copy), origin: arrival.origin, alerts: arrival.alerts,
                targets: Self.targets(arrival.targets))
            let finding = deduplication.find(submission, at: index)
            #expect(finding.isDuplicate == (arrival.announced == "-"), "event \(index)")
            #expect(
                finding.targets == (finding.isDuplicate ? [] : Self.targets(arrival.announced)), "event \(index)")
            let ledger: Ledger =
                switch finding.write {
                case .add: .added
                case .replace: .replaced
                case nil: .unchanged
                }
            #expect(ledger == arrival.ledger, "event \(index)")
            #expect((finding.counted?.origin == .live) == (arrival.isCounted && arrival.origin == .live))
        }
    }

    private static func targets(_ text: String) -> [RuleTarget] {
        text.split(separator: " ").map { name in
            let parts = name.split(separator: "/").map(String.init)
            let ends = parts.dropFirst().first?.split(separator: ">").map(String.init) ?? []
            return RuleTarget(parts[0], ends.first, redirectedTo: ends.dropFirst().first)
        }
    }

    /// A version of relay that did not put on record where it announced an event has announced it everywhere.
    @Test func whatAnEarlierVersionAnnouncedIsADuplicate() throws {
        let use = try Sample.use("a")
        let key = EventKey(.event, Array("a".utf8))
        let seen = SeenEvents(
            events: [key: SeenEvent(use: .stored(1), announced: .all, seenAt: Sample.noon)],
            uses: [.stored(1): LedgerUse(use, id: 1, receivedAt: Sample.noon, origin: .live)])
        var deduplication = Deduplication(on: seen)
        let finding = deduplication.find(Sample.submission(of: use), at: 0)
        #expect(finding.isDuplicate)
        #expect(finding.keys.isEmpty)
        #expect(finding.write == nil)
    }

    /// One key may know more than the other: what either was announced at is not announced again, and both know it then.
    @Test func whatIsKnownByEitherKeyCounts() throws {
        let use = try Sample.use("a", copy: .withCaller)
        let keys = Sample.submission(of: use).keys
        try #require(keys.count == 2)
        let seen = SeenEvents(events: [
            keys[0]: SeenEvent(use: nil, announced: .these([RuleTarget("a")]), seenAt: Sample.noon),
            keys[1]: SeenEvent(use: nil, announced: .these([RuleTarget("b")]), seenAt: Sample.noon - .seconds(9)),
        ])
        var deduplication = Deduplication(on: seen)
        let finding = deduplication.find(Sample.submission(of: use, targets: Self.targets("a b c")), at: 4)
        #expect(finding.targets == [RuleTarget("c")])
        // The event was not known as a use before.
        #expect(finding.use == .planned(4))
        let all = AnnouncedTargets.these(Set(Self.targets("a b c")))
        #expect(
            finding.keys == [
                .init(keys[0], SeenEvent(use: .planned(4), announced: all, seenAt: Sample.noon)),
                .init(keys[1], SeenEvent(use: .planned(4), announced: all, seenAt: Sample.noon - .seconds(9))),
            ])
    }

    /// An event without an id has no copies; two of them are two events.
    @Test func eventsWithoutAnIDAreAllNew() {
        var deduplication = Deduplication(on: SeenEvents())
        for index in 0..<2 {
            let finding = deduplication.find(Sample.submission(eventID: nil), at: index)
            #expect(!finding.isDuplicate)
            #expect(finding.keys.isEmpty)
        }
    }

    /// The kinds and the bytes of the keys of an event with both ids, as it comes in.
    @Test(arguments: [
        (EventOrigin.live, [EventKey(.event, Array("e".utf8)), EventKey(.shared, Array("s".utf8))]),
        (.archive, [EventKey(.event, Array("e".utf8)), EventKey(.shared, Array("s".utf8))]),
        (.drill(id: "d-1"), [EventKey(.drill, Array("d-1/e".utf8))]),
    ])
    func keysOfAnEvent(origin: EventOrigin, keys: [EventKey]) {
        var submission = Sample.submission(eventID: "e")
        (submission.sharedEventID, submission.origin) = ("s", origin)
        #expect(submission.keys == keys)
    }
}
