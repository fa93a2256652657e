import CloudTrail
import Diagnostics
import JSONText
import RelayTesting
import RulesCheck
import SampleRules
import Testing

@testable import Alerts
@testable import Outbox
@testable import Rules
@testable import RulesCheck
@testable import TextFormats

struct AlertPlannerTests {
    static let now = Timestamp(milliseconds: 1_772_442_850_000)

    static func rules(_ text: String = SampleRulesFile.file) throws -> CompiledRules {
        let (file, problems) = RulesFile.load(SampleRulesFile.source(text))
        return CompiledRules(try #require(file, "\(problems)"))
    }

    static func submission(
        _ event: String = SampleEvent.assumeRole.json, rules: CompiledRules? = nil, origin: EventOrigin = .live
    ) throws -> Submission {
        var judge = EventJudge(try rules ?? self.rules())
        guard case .matched(let submission) = judge.judge(Array(event.utf8), receivedAt: now, origin: origin) else {
            throw Unmatched()
        }
        return submission
    }

    struct Unmatched: Error {}

    @Test func aMatchBecomesASubmission() throws {
        let submission = try Self.submission()
        #expect(submission.eventID == "3613992e-52a6-4edb-a5f6-ecd1ce740f28")
        #expect(submission.rules == ["break-glass-used"])
        #expect(submission.use?.who == "alice.chen")
        #expect(submission.receivedAt == Self.now)
        let delivery = try #require(submission.plan(UsageSnapshot()).deliveries.first)
        #expect(submission.plan(UsageSnapshot()).deliveries.count == 1)
        #expect(delivery.rule == "break-glass-used")
        #expect(delivery.target == "slack")
        #expect(delivery.apiDestination == "alerts")
        #expect(delivery.channel == "C0123ABCD")
        #expect(delivery.orderKey == "111122223333/BreakGlassAdmin/alice.chen")
        #expect(!delivery.givesWay)
        #expect(delivery.retryPolicy.maximumRetryAttempts == 10)
        #expect(delivery.failure == nil)
        let text = try #require(try JSONDocument(parsing: delivery.request.body).root["text"]?.string)
        #expect(text == "ALERT: arn:aws:iam::111122223333:role/BreakGlassAdmin is in use")
    }

    @Test func theUsageIsInTheMessage() throws {
        let rules = try Self.rules(
            SampleRulesFile.file(replacing: "ALERT: <role> is in use", with: "<relay.usage>"))
        let usage = RoleUsage(time: Self.now, ordinal: 3)
        let plan = try Self.submission(rules: rules).plan(UsageSnapshot(usage: usage))
        let body = String(decoding: try #require(plan.deliveries.first).request.body, as: UTF8.self)
        #expect(body.contains("3rd use this quarter, the first on record"))
    }

    @Test(
        arguments: [
            ("{", 1), ("[]", nil), ("7", nil), ("", 0), (#"{"a":1}{"#, 7),
        ] as [(String, Int?)])
    func refusesTextThatIsNotAnEvent(text: String, offset: Int?) throws {
        var judge = EventJudge(try Self.rules())
        guard case .invalid(let reason) = judge.judge(Array(text.utf8), receivedAt: Self.now) else {
            Issue.record("\(text) was judged")
            return
        }
        guard let offset else { return #expect(reason == "an event is a JSON object") }
        #expect(reason.hasSuffix("at byte \(offset)"), "\(reason)")
    }

    @Test func whatNoRuleMatchesKeepsItsID() throws {
        var judge = EventJudge(try Self.rules())
        guard case .noRule(let id) = judge.judge(Array(#"{"id":"e-1","source":"aws.ec2"}"#.utf8), receivedAt: Self.now)
        else {
            Issue.record("an event of another source matched")
            return
        }
        #expect(id == "e-1")
    }

    static let target = RuleTarget("break-glass-used", "slack")

    /// How many uses were announced at the target of late, whether one of the same person by itself, and whether the use
    /// is folded.
    @Test(arguments: [(0, true, false), (9, true, false), (10, true, true), (10, false, false), (500, true, true)])
    func usesBeyondTheLimitAreFolded(count: Int, includesPerson: Bool, isFolded: Bool) throws {
        let recent = RecentUses(count: count, includesPerson: includesPerson)
        let plan = try Self.submission().plan(UsageSnapshot(recent: [Self.target: recent]))
        #expect(plan.deliveries.count == (isFolded ? 0 : 1))
        #expect(plan.folds.count == (isFolded ? 1 : 0))
        guard let fold = plan.folds.first else { return }
        #expect(fold.key == Storm.Key(rule: "break-glass-used", target: "slack", role: "111122223333/BreakGlassAdmin"))
        #expect(fold.who == "alice.chen")
        #expect(fold.window == .seconds(600))
        #expect(fold.summaryDelay == .seconds(30))
        #expect(fold.summary.kind == .summary)
        #expect(fold.summary.channel == "C0123ABCD")
        #expect(fold.summary.orderKey == "storm/break-glass-used/slack/111122223333/BreakGlassAdmin")
    }

    /// How the event came in, whether the use was refused, and whether its message lets others go first.
    @Test(
        arguments: [
            (.live, false, false), (.live, true, true), (.archive, false, true), (.drill(id: "d"), false, false),
        ] as [(EventOrigin, Bool, Bool)])
    func whatIsNotUrgentGivesWay(origin: EventOrigin, isDenied: Bool, givesWay: Bool) throws {
        let event = SampleEvent.assumeRole.json.replacing(
            "\"eventSource\"", with: (isDenied ? "\"errorCode\": \"AccessDenied\"," : "") + "\"eventSource\"")
        let delivery = try #require(
            try Self.submission(event, origin: origin).plan(UsageSnapshot()).deliveries.first)
        #expect(delivery.givesWay == givesWay)
        // A use that is allowed does not wait for the messages of those that were refused.
        #expect(delivery.orderKey == "111122223333/BreakGlassAdmin/alice.chen\(isDenied ? "/denied" : "")")
    }

    @Test func refusedUsesAreFoldedAmongThemselves() throws {
        let refused = SampleEvent.assumeRole.json.replacing(
            "\"eventSource\"", with: "\"errorCode\": \"AccessDenied\", \"eventSource\"")
        let recent = [Self.target: RecentUses(count: 10)]
        let fold = try #require(try Self.submission(refused).plan(UsageSnapshot(recent: recent)).folds.first)
        #expect(fold.key.isDenied)
        #expect(fold.summary.orderKey == "storm/break-glass-used/slack/111122223333/BreakGlassAdmin/denied")
    }

    /// Other targets, and other rules, have been told of many uses: this one has not.
    @Test func eachTargetHasStormsOfItsOwn() throws {
        let many = RecentUses(count: 500, includesPerson: true)
        let recent = [RuleTarget("break-glass-used", "pager"): many, RuleTarget("count", "slack"): many]
        #expect(try Self.submission().plan(UsageSnapshot(recent: recent)).folds.isEmpty)
    }

    @Test(arguments: [EventOrigin.archive, .drill(id: "d-1")])
    func archivesAndDrillsMakeNoStorm(origin: EventOrigin) throws {
        let recent = [Self.target: RecentUses(count: 500, includesPerson: true)]
        let plan = try Self.submission(origin: origin).plan(UsageSnapshot(recent: recent))
        #expect(plan.folds.isEmpty)
        #expect(plan.deliveries.count == 1)
    }

    static let threeTargets = SampleRulesFile.file
        .replacing(
            "    targets:\n",
            with: """
                    targets:
                      pager: { api_destination: pager, input: { text: p } }
                      spare: { api_destination: pager, only_as_otherwise: true, input: { text: s } }

                """
        )
        .replacing(
            "rules:\n",
            with: """
                  pager: { connection: slack, invocation_endpoint: "https://pager.example/", http_method: POST }
                  late: { connection: slack, invocation_endpoint: "https://late.example/", http_method: POST }
                rules:
                  count-all: { state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, event_pattern: { source: [aws.sts] } }

                """)

    /// Where everything goes instead, and the targets where the event is announced.
    @Test(
        arguments: [
            (nil, [RuleTarget("break-glass-used", "pager"), target]),
            ("alerts", [target]),
            ("pager", [RuleTarget("break-glass-used", "pager"), RuleTarget("break-glass-used", "spare")]),
            (
                "late",
                [
                    RuleTarget("break-glass-used", "pager", redirectedTo: "late"),
                    RuleTarget("break-glass-used", "slack", redirectedTo: "late"),
                ]
            ),
        ] as [(String?, [RuleTarget])])
    func rulesAndTheirTargetsAreWhereAnEventIsAnnounced(destination: String?, targets: [RuleTarget]) throws {
        var judge = EventJudge(try Self.rules(Self.threeTargets))
        judge.destination = destination
        guard
            case .matched(let submission) = judge.judge(
                Array(SampleEvent.assumeRole.json.utf8), receivedAt: Self.now, origin: .archive)
        else { throw Unmatched() }
        #expect(submission.rules == ["count-all", "break-glass-used"])
        #expect(submission.targets == [RuleTarget("count-all"), RuleTarget("break-glass-used")] + targets)
        let all = submission.plan(UsageSnapshot())
        #expect(all.deliveries.map(\.target) == targets.map(\.target))
        #expect(all.deliveries.allSatisfy { $0.apiDestination == destination ?? $0.apiDestination })
        // What was announced there before is not planned again.
        for target in targets {
            let plan = submission.plan(UsageSnapshot(targets: [target]))
            #expect(plan.deliveries.map(\.target) == [target.target])
        }
        #expect(submission.plan(UsageSnapshot(targets: [RuleTarget("count-all")])).deliveries.isEmpty)
    }

    @Test func whatCannotBeRenderedIsADeadLetterAtOnce() throws {
        // An object cannot stand inside a string.
        let rules = try Self.rules(
            SampleRulesFile.file(replacing: "$.detail.requestParameters.roleArn", with: "$.detail.requestParameters"))
        let plan = try Self.submission(rules: rules).plan(UsageSnapshot())
        let delivery = try #require(plan.deliveries.first)
        #expect(delivery.failure?.errorCode == .invalidJSON)
        #expect(delivery.failure?.fault == .relay)
    }

    @Test func everythingMayGoToOneDestination() throws {
        var judge = EventJudge(try Self.rules())
        judge.destination = "drills"
        guard
            case .matched(let submission) = judge.judge(
                Array(SampleEvent.assumeRole.json.utf8), receivedAt: Self.now, origin: .drill(id: "d"))
        else { throw Unmatched() }
        let plan = submission.plan(UsageSnapshot())
        #expect(plan.deliveries.map(\.apiDestination) == ["drills"])
        #expect(plan.deliveries.map(\.target) == ["slack"])
    }

    @Test func theStoreIsToldHowFarBackToCount() throws {
        let text = SampleRulesFile.file + "\nstorm_control: { role_uses: 5, within_seconds: 120 }\n"
        let storms = try Self.submission(rules: Self.rules(text)).storms
        #expect(storms?.window == .seconds(120))
        #expect(storms?.roleUses == 5)
    }

    /// A text longer than an id is not kept: keys stay on record for more than a year.
    @Test(arguments: [(EventJudge.eventIDBytesLimit, true), (EventJudge.eventIDBytesLimit + 1, false)])
    func idsAreBounded(bytes: Int, isKept: Bool) throws {
        let id = String(repeating: "x", count: bytes)
        let event = SampleEvent.assumeRole.json
            .replacing("3613992e-52a6-4edb-a5f6-ecd1ce740f28", with: id)
            .replacing("\"eventSource\"", with: "\"sharedEventID\":\"\(id)\",\"eventSource\"")
        let submission = try Self.submission(event)
        #expect(submission.eventID == (isKept ? id : nil))
        #expect(submission.sharedEventID == (isKept ? id : nil))
    }
}
