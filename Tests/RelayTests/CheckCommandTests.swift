import Foundation
import ScratchFolders
import Testing

struct CheckCommandTests {
    static let good = """
        version: 1
        rules:
          used:
            state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            event_pattern: { source: [aws.sts], detail: { eventName: [AssumeRole] } }
        """

    private static func run(_ text: String, _ options: String...) throws -> RelayRun {
        let scratch = try ScratchFolder()
        try scratch.write(text, to: "relay.yaml")
        return try RelayRun(arguments: ["check"] + options, directory: scratch.url)
    }

    @Test func theDemosRulesAreFine() throws {
        let run = try RelayRun("check", "--config", "fixtures/relay.yaml")
        #expect(run.status == 0)
        #expect(!run.output.contains("error:") && !run.output.contains("warning:"), "\(run)")
        #expect(run.talk.isEmpty)
    }

    @Test func saysWhatTheFileHolds() throws {
        let run = try Self.run(Self.good)
        #expect(run.status == 0)
        #expect(run.output == "relay.yaml: 1 rule, 0 targets, 0 tests; nothing wrong\n")
    }

    @Test func reportsEveryProblemWithItsPlace() throws {
        let run = try Self.run(
            Self.good.replacing("version: 1", with: "version: 2").replacing(
                "eventName: [", with: "eventName: [{ prefx: A }, ")
        )
        #expect(run.status == 1)
        #expect(
            run.output == """
                relay.yaml:1:10: error: 'version' is 2, but must be 1
                  1 | version: 2
                    |          ^
                relay.yaml:5:65: error: Unrecognized match type prefx
                  5 | …rn: { source: [aws.sts], detail: { eventName: [{ prefx: A }, AssumeRole] } }
                    |                                                   ^^^^^
                  help: did you mean prefix?
                relay.yaml: 2 errors

                """)
        #expect(run.talk.isEmpty)
    }

    /// Lints are warnings: the file can be used, unless one is strict.
    @Test func warningsAreErrorsOnlyWhenAskedFor() throws {
        let text = Self.good.replacing("_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", with: "")
        let run = try Self.run(text)
        #expect(run.status == 0)
        #expect(run.output.contains("relay.yaml:4:12: warning: AssumeRole is a read-only event"))
        #expect(run.output.hasSuffix("relay.yaml: 1 rule, 0 targets, 0 tests; 1 warning\n"))
        #expect(try Self.run(text, "--strict").status == 1)
        #expect(try Self.run(Self.good, "--strict").status == 0)
    }

    @Test func jsonIsForPrograms() throws {
        let run = try Self.run(Self.good.replacing("version: 1", with: "version: 2"), "--format", "json")
        #expect(run.status == 1)
        #expect(
            run.output == """
                {"file":"relay.yaml","ok":false,"problems":[{"severity":"error","code":"out-of-range",\
                "message":"'version' is 2, but must be 1","file":"relay.yaml","line":1,"column":10,"endLine":1,"endColumn":11}]}

                """)
    }

    @Test func printsTheSchema() throws {
        let run = try RelayRun("check", "--schema")
        #expect(run.status == 0)
        let schema = try JSONSerialization.jsonObject(with: run.outputBytes) as? [String: Any]
        #expect(schema?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test func aMissingFileIsNoVerdict() throws {
        let run = try RelayRun("check", "--config", "nowhere.yaml")
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.talk == "relay: nowhere.yaml: No such file or directory\n")
    }

    /// What a file says must not move the cursor.
    @Test func hostileTextIsSpeltOut() throws {
        let run = try Self.run("version: 1\n\"a\\e[2J\\u202e\": 1\n")
        #expect(run.status == 1)
        #expect(!run.output.contains("\u{1B}") && !run.output.contains("\u{202E}"))
        #expect(run.output.contains("\\u001B"))
    }
}
