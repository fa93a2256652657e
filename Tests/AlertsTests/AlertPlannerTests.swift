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

    static func rules(_ text: String = SampleRulesFile.file) throws -> LiveRules {
        let (file, problems) = RulesFile.load(SampleRulesFile.source(text))
        return LiveRules(try #require(file, "\(problems)"))
    }

    static func submission(
        _ event: String = SampleEvent.assumeRole.json, rules: LiveRules? = nil, origin: EventOrigin = .live
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
        let delivery = try #require(submission.plan(LedgerContext()).deliveries.first)
        #expect(submission.plan(LedgerContext()).deliveries.count == 1)
        #expect(delivery.rule == "break-glass-used")
        #expect(delivery.target == "slack")
        #expect(delivery.apiDestination == "alerts")
        #expect(delivery.channel == "C0123ABCD")
        #expect(delivery.orderKey == "111122223333/BreakGlassAdmin/alice.chen")
        #expect(delivery.retryPolicy.maximumRetryAttempts == 10)
        #expect(delivery.failure == nil)
        let text = try #require(try JSONDocument(parsing: delivery.request.body).root["text"]?.string)
        #expect(text == "ALERT: arn:aws:iam::111122223333:role/BreakGlassAdmin is in use")
    }

    @Test func theUsageIsInTheMessage() throws {
        let rules = try Self.rules(
            SampleRulesFile.file(replacing: "ALERT: <role> is in use", with: "<relay.usage>"))
        let usage = RoleUsage(time: Self.now, ordinal: 3)
        let plan = try Self.submission(rules: rules).plan(LedgerContext(usage: usage))
        let body = String(decoding: try #require(plan.deliveries.first).request.body, as: UTF8.self)
        #expect(body.contains("3rd use this quarter, the first on record"))
    }

    @Test(arguments: [
        ("{", "1:2"), ("[]", "an event is a JSON object"), ("7", "an event is a JSON object"), ("", "1:1"),
        (#"{"a":1}{"#, "1:8"),
    ])
    func whatIsNoEventIsInvalid(text: String, reason: String) throws {
        var judge = EventJudge(try Self.rules())
        guard case .invalid(let found) = judge.judge(Array(text.utf8), receivedAt: Self.now) else {
            Issue.record("\(text) was judged")
            return
        }
        #expect(!found.isEmpty)
        if !reason.contains(":") { #expect(found == reason) }
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

    @Test(arguments: [0, 9, 10, 500])
    func usesBeyondTheLimitAreFolded(recentUses: Int) throws {
        let plan = try Self.submission().plan(LedgerContext(recentUses: recentUses))
        let isFolded = recentUses >= 10
        #expect(plan.deliveries.count == (isFolded ? 0 : 1))
        #expect(plan.folds.count == (isFolded ? 1 : 0))
        guard let fold = plan.folds.first else { return }
        #expect(fold.key == Storm.Key(rule: "break-glass-used", target: "slack", role: "111122223333/BreakGlassAdmin"))
        #expect(fold.who == "alice.chen")
        #expect(!fold.isDenied)
        #expect(fold.window == .seconds(600))
        #expect(fold.summary.kind == .summary)
        #expect(fold.summary.channel == "C0123ABCD")
        #expect(fold.summary.orderKey != "111122223333/BreakGlassAdmin/alice.chen")
    }

    @Test(arguments: [EventOrigin.archive, .drill(id: "d-1")])
    func archivesAndDrillsMakeNoStorm(origin: EventOrigin) throws {
        let plan = try Self.submission(origin: origin).plan(LedgerContext(recentUses: 500))
        #expect(plan.folds.isEmpty)
        #expect(plan.deliveries.count == 1)
    }

    @Test func whatCannotBeRenderedIsADeadLetterAtOnce() throws {
        // An object cannot stand inside a string.
        let rules = try Self.rules(
            SampleRulesFile.file(replacing: "$.detail.requestParameters.roleArn", with: "$.detail.requestParameters"))
        let plan = try Self.submission(rules: rules).plan(LedgerContext())
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
        let plan = submission.plan(LedgerContext(recentUses: 500))
        #expect(plan.deliveries.map(\.apiDestination) == ["drills"])
        #expect(plan.deliveries.map(\.target) == ["slack"])
        #expect(plan.folds.isEmpty)
    }

    @Test func theStoreIsToldHowFarBackToCount() throws {
        let text = SampleRulesFile.file + "\nstorm_control: { role_uses: 5, within_seconds: 120 }\n"
        #expect(try Self.submission(rules: Self.rules(text)).stormWindow == .seconds(120))
    }

    /// What is longer than an id is none: it would be kept for more than a year.
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
