import Alerts
import ChildProcesses
import Diagnostics
import Foundation
import JSONText
import Outbox
import ScratchFolders
import SlackMessages
import StandInSlack
import Testing
import TextFormats

/// Clients that are not ours, for proof that the stand-in is like Slack, and that Slack reads what relay sends.
@Suite(.timeLimit(.minutes(10)))
struct PartnerTests {
    static let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }

    /// Python with Slack's own client.
    static let slackSDK = PartnerProgram.python(importing: "slack_sdk")
    static let alertmanager = PartnerProgram("prometheus-alertmanager")
    static let python = PartnerProgram("python3")

    static func withSlack(_ body: (StandInSlack) async throws -> Void) async throws {
        let slack = StandInSlack()
        try await slack.start()
        do { try await body(slack) } catch {
            await slack.stop()
            throw error
        }
        await slack.stop()
    }

    @Test(.enabled(if: PartnerTests.slackSDK != nil, "slack_sdk is not installed"))
    func slacksOwnClientTakesTheStandInForSlack() async throws {
        let python = try #require(Self.slackSDK)
        try await Self.withSlack { slack in
            slack.behave(.refuse("not_in_channel"), toward: "C0REFUSED")
            slack.behave(.throttle(seconds: 1), toward: "C0THROTTLED")
            slack.behave(.status(503), toward: "C0FAILING")
            let answer = try await python.run(["-c", Self.webClient, slack.address])
            #expect(answer.status == 0, "\(answer.said)")
            let message = try #require(slack.messages.first { $0.method == .postMessage })
            #expect(message.text == "ALERT: bob & <eve>")
            #expect(message.deliveryID == "42")
            #expect(slack.messages.contains { $0.method == .update })
            #expect(slack.messages.filter { $0.method == .webhook }.map(\.text) == ["from a webhook"])
        }
    }

    private static let webClient = """
        import sys
        from slack_sdk import WebClient
        from slack_sdk.errors import SlackApiError
        from slack_sdk.webhook import WebhookClient

        address = sys.argv[1]
        client = WebClient(token="xoxb-test", base_url=address + "/api/", retry_handlers=[])

        def refused(word, status, call, *arguments, **keywords):
            try:
                call(*arguments, **keywords)
            except SlackApiError as error:
                assert error.response.status_code == status, error.response.status_code
                assert error.response["error"] == word, error.response.data
                return error.response
            raise AssertionError(f"{word} was expected")

        assert client.api_test()["ok"]
        assert client.auth_test()["team"] == "Example"
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*ALERT*"}}]
        posted = client.chat_postMessage(
            channel="C0123ABCD", text="ALERT: bob & <eve>", blocks=blocks,
            metadata={"event_type": "relay_delivery", "event_payload": {"delivery_id": "42"}})
        assert posted["ok"] and posted["channel"] == "C0123ABCD" and posted["message"]["text"], posted.data
        updated = client.chat_update(channel="C0123ABCD", ts=posted["ts"], text="more")
        assert updated["ts"] == posted["ts"]
        refused("message_not_found", 200, client.chat_update, channel="C0123ABCD", ts="1.000001", text="more")
        refused("not_in_channel", 200, client.chat_postMessage, channel="C0REFUSED", text="x")
        refused("no_text", 200, client.chat_postMessage, channel="C0123ABCD")
        refused("invalid_blocks", 200, client.chat_postMessage, channel="C0123ABCD", text="x", blocks=blocks * 51)
        refused("not_authed", 200, WebClient(base_url=address + "/api/").chat_postMessage, channel="C0123ABCD", text="x")
        refused("invalid_auth", 200, WebClient(token="no", base_url=address + "/api/").auth_test)
        throttled = refused("ratelimited", 429, client.chat_postMessage, channel="C0THROTTLED", text="x")
        assert throttled.headers["Retry-After"] == "1", throttled.headers

        hook = WebhookClient(address + "/services/T0/B0/X", retry_handlers=[])
        taken = hook.send(text="from a webhook")
        assert (taken.status_code, taken.body) == (200, "ok"), (taken.status_code, taken.body)
        refusal = hook.send()
        assert (refusal.status_code, refusal.body) == (400, "no_text"), (refusal.status_code, refusal.body)
        """

    /// slack_sdk's models check lengths and forms, though not all that Slack does.
    @Test(.enabled(if: PartnerTests.slackSDK != nil, "slack_sdk is not installed"))
    func slacksOwnModelsReadWhatRelayRenders() async throws {
        let python = try #require(Self.slackSDK)
        let bodies = try Self.renderedBodies()
        #expect(bodies.count >= 4)
        let input = Array("[\(bodies.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ","))]".utf8)
        let answer = try await python.run(["-c", Self.blockModels], input: input)
        #expect(answer.status == 0, "\(answer.said)")
        #expect(answer.said.hasPrefix("\(bodies.count) messages, "))
    }

    private static let blockModels = """
        import json, sys
        from slack_sdk.models.blocks import Block

        messages = json.load(sys.stdin)
        count = 0
        for message in messages:
            assert message["channel"] and message["text"], message
            for block in message.get("blocks", []):
                model = Block.parse(block)
                assert model is not None, block
                model.validate_json()
                assert model.to_dict() == block, (model.to_dict(), block)
                count += 1
        assert count > 0
        print(f"{len(messages)} messages, {count} blocks")
        """

    /// What the demo's rules send for the events of their tests: as they come, and as a drill.
    private static func renderedBodies() throws -> [[UInt8]] {
        let folder = root.appending(path: "fixtures")
        let text = try String(contentsOf: folder.appending(path: "relay.yaml"), encoding: .utf8)
        let rules = try TestRules.load(text)
        let events = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "events").path).sorted()
        var bodies: [[UInt8]] = []
        for origin in [EventOrigin.live, .drill(id: "drill-1"), .archive] {
            var judge = EventJudge(rules)
            for name in events where name.hasSuffix(".json") {
                let event = try Data(contentsOf: folder.appending(path: "events/\(name)"))
                let now = Timestamp(milliseconds: 1_772_442_847_000)
                guard case .matched(let submission) = judge.judge(Array(event), receivedAt: now, origin: origin) else {
                    continue
                }
                let usage = RoleUsage(time: now, ordinal: 3, previous: .init(time: now, who: "bob"), weeks: [0, 1, 2])
                let plan = submission.plan(UsageSnapshot(usage: usage))
                bodies += plan.deliveries.map(\.request.body)
                bodies += plan.deliveries.map { PlainTextMessage.body(from: $0.request.body, rule: $0.rule) }
            }
        }
        return bodies
    }

    @Test(
        .enabled(
            if: PartnerTests.alertmanager != nil && PartnerTests.python != nil, "Alertmanager is not installed"))
    func alertmanagersSlackReceiverTakesTheStandInForSlack() async throws {
        let alertmanager = try #require(Self.alertmanager)
        let python = try #require(Self.python)
        try await Self.withSlack { slack in
            let folder = try ScratchFolder(inMemory: true)
            let config = """
                route: { receiver: slack, group_wait: 0s, group_interval: 1s }
                receivers:
                  - name: slack
                    slack_configs:
                      - { api_url: "\(slack.address)/services/T0/B0/X", channel: "#alerts", title: "BreakGlass by bob" }
                """
            try Data(config.utf8).write(to: URL(filePath: folder.path("alertmanager.yml")))
            // Once it fails in passing, so that its way of trying again is seen as well.
            slack.behave(next: [.status(503)])
            let answer = try await python.run([
                "-c", Self.runAlertmanager, alertmanager.executable.path, folder.path("alertmanager.yml"),
                folder.path("data"),
            ])
            #expect(answer.status == 0, "\(answer.said)")
            #expect(slack.requests.count == 2)
            let message = try #require(slack.messages.first)
            #expect(message.method == .webhook)
            let attachment = try JSONDocument(parsing: message.body).root["attachments"]?.elements.first
            #expect(attachment?["title"]?.string == "BreakGlass by bob")
        }
    }

    /// Starts Alertmanager, gives it an alert, and ends it once Slack has taken the message.
    private static let runAlertmanager = """
        import json, re, subprocess, sys, threading, urllib.request

        program, config, data = sys.argv[1:]
        process = subprocess.Popen(
            [program, "--config.file", config, "--storage.path", data, "--web.listen-address", "127.0.0.1:0",
             "--cluster.listen-address", "", "--log.level", "debug"], stderr=subprocess.PIPE, text=True)
        guard = threading.Timer(60, process.kill)
        guard.daemon = True
        guard.start()
        status = 1
        for line in process.stderr:
            print(line, end="")
            listening = re.search(r'msg="?Listening on"? address=(\\S+)', line)
            if listening:
                alert = [{"labels": {"alertname": "BreakGlass", "severity": "critical"}}]
                urllib.request.urlopen(urllib.request.Request(
                    f"http://{listening[1]}/api/v2/alerts", json.dumps(alert).encode(),
                    {"Content-Type": "application/json"})).read()
            if "Notify success" in line:
                status = 0
                break
        process.kill()
        sys.exit(status)
        """
}
