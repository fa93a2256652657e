import Foundation
import ScratchFolders
import Testing

struct ReplayAgainstTests {
    private static func replay(_ arguments: String...) throws -> RelayRun {
        try RelayRun(arguments: ["replay", "--config", "fixtures/relay.yaml"] + arguments + ["fixtures/archive"])
    }

    private static func json(_ run: RelayRun) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: run.outputBytes) as? [String: Any], "\(run)")
    }

    /// Rules that did not know the role's name yet: this file adds alerts and drops none.
    @Test func saysWhatTheNewRulesAdd() throws {
        let scratch = try ScratchFolder()
        let file = try String(contentsOf: Project.fixtures.appending(path: "relay.yaml"), encoding: .utf8)
        let old = try scratch.write(
            file.components(separatedBy: "suffix: /BreakGlassAdmin").joined(separator: "suffix: /NobodysRole"),
            to: "old.yaml")
        let run = try Self.replay("--against", old.path, "--format", "json")
        #expect(run.status == 1)
        let against = try #require(try Self.json(run)["against"] as? [String: Any])
        #expect(against["dropped"] as? Int == 0)
        let alerts = try #require(against["alerts"] as? [[String: Any]])
        #expect(!alerts.isEmpty && alerts.count == against["added"] as? Int)
        let rules = Set(alerts.compactMap { $0["rule"] as? String })
        #expect(rules == ["break-glass-used", "break-glass-refused"])
        #expect(alerts.allSatisfy { $0["change"] as? String == "added" })
        #expect(alerts.contains { $0["who"] as? String == "alice.chen" })
    }

    @Test func renderedMessagesAreWholeJSON() throws {
        let messages = try #require(try Self.json(try Self.replay("--render", "--format", "json"))["messages"])
        for message in try #require(messages as? [[String: Any]]) {
            let body = try #require(message["body"] as? String, "\(message)")
            #expect(try JSONSerialization.jsonObject(with: Data(body.utf8)) is [String: Any])
        }
        #expect((messages as? [Any])?.count == 16)
    }
}
