import EventPatterns
import Foundation
import HTTPServer
import Outbox
import ScratchFolders
import Testing

struct TestPatternCommandTests {
    private static let pattern = "fixtures/patterns/break-glass.json"
    private static let event = "fixtures/events/assume-role.json"

    // MARK: - One event

    @Test func saysThatAnEventMatches() throws {
        let run = try RelayRun("test-pattern", "--pattern", Self.pattern, Self.event)
        #expect(run.output == "match\n")
        #expect(run.talk.isEmpty)
        #expect(run.status == 0)
    }

    @Test func saysInShortWhyAnEventDoesNot() throws {
        let run = try RelayRun(
            "test-pattern", "--pattern", #"{"source": ["aws.sts"], "detail": {"eventName": ["AssumeRoot"]}}"#,
            Self.event)
        #expect(
            run.output == """
                no match: 1 of 2 tests held; detail.eventName wanted "AssumeRoot", found "AssumeRole"

                """)
        #expect(run.status == 1)
    }

    @Test func explainsEachTest() throws {
        let run = try RelayRun(
            "test-pattern", "--pattern", #"{"source": ["aws.sts"], "detail": {"eventName": ["AssumeRoot"]}}"#,
            "--explain", Self.event)
        #expect(
            run.output == """
                no match: 1 of 2 tests held
                  ✗ detail.eventName  found "AssumeRole"
                      wanted "AssumeRoot"
                  ✓ source            "aws.sts"

                """, "\(run)")
        #expect(run.status == 1)
    }

    @Test func answersAsAWSDoes() throws {
        let yes = try RelayRun("test-pattern", "--pattern", Self.pattern, "--format", "json", Self.event)
        #expect(yes.output.hasPrefix(#"{"Result": true,"#))
        #expect(yes.status == 0)
        let no = try RelayRun("test-pattern", "--pattern", #"{"source": ["aws.s3"]}"#, "--format", "json", Self.event)
        #expect(no.output.hasPrefix(#"{"Result": false,"#))
        #expect(no.status == 1)
    }

    // MARK: - Where patterns and events come from

    /// The three records of `fixtures/inputs`, in every form; the first and the third match.
    @Test(arguments: [
        "log-file.json", "log-file.json.gz", "records.json", "records.ndjson", "events.json", "events.ndjson",
        "lookup-events.json", "logs-subscription.json",
    ])
    func readsEveryForm(name: String) throws {
        let pattern = #"{"source": ["aws.sts"]}"#
        let file = try RelayRun("test-pattern", "--pattern", pattern, "fixtures/inputs/\(name)")
        #expect(file.output.hasSuffix("2 of 3 events match\n"), "\(file)")
        #expect(file.status == 0)
        let bytes = try Data(contentsOf: Project.fixtures.appending(path: "inputs/\(name)"))
        let input = try RelayRun(arguments: ["test-pattern", "--pattern", pattern, "-"], inputBytes: bytes)
        #expect(input.output == file.output.replacing("fixtures/inputs/\(name)", with: "standard input"))
        let unnamed = try RelayRun(arguments: ["test-pattern", "--pattern", pattern], inputBytes: bytes)
        #expect(unnamed.output == input.output)
    }

    @Test func takesJSONAsAnArgument() throws {
        let run = try RelayRun(
            "test-pattern", "--pattern", #"{"a": [1]}"#, #"{"a": 1}"#, #" [{"a": 2}, {"a": 1.0}]"#)
        #expect(run.output == "match  argument 1:1\nmatch  argument 2:2\n2 of 3 events match\n")
    }

    @Test func takesThePatternFromStandardInput() throws {
        let run = try RelayRun("test-pattern", "--pattern", "-", Self.event, input: #"{"source": ["aws.sts"]}"#)
        #expect(run.output == "match\n")
    }

    /// The rules of the demo find in the archive what `truth.json` says, no more and no less.
    @Test(arguments: ["break-glass-used", "break-glass-refused", "root-used"])
    func findsWhatIsKnownToBeThere(rule: String) throws {
        let truth = try Truth.fixtures.archive
        let run = try RelayRun(
            "test-pattern", "--rule", rule, "--config", "fixtures/relay.yaml", "--format", "json", "fixtures/archive")
        let answer = try JSONDecoder().decode(Answer.self, from: run.outputBytes)
        let expected = try #require(truth.matches[rule])
        // A record that was delivered twice is found twice.
        #expect(Set(answer.matches.compactMap(\.id)) == Set(expected))
        #expect(answer.matched == expected.count + expected.filter(truth.duplicates.contains).count)
        #expect(answer.events == truth.records)
        #expect(answer.skippedFiles == truth.filesSkipped.values.reduce(0, +))
        #expect(answer.result)
        #expect(run.status == 0)
    }

    @Test func goesOnBehindDamage() throws {
        let truth = try Truth.fixtures.damaged
        let run = try RelayRun(
            "test-pattern", "--rule", "break-glass-used", "--config", "fixtures/relay.yaml", "--format", "json",
            "fixtures/damaged")
        let answer = try JSONDecoder().decode(Answer.self, from: run.outputBytes)
        #expect(answer.matches.compactMap(\.id).sorted() == truth.matches["break-glass-used"])
        #expect(answer.malformed == truth.files.map(\.malformed).reduce(0, +))
        #expect(answer.failedFiles == truth.files.count(where: \.fails))
        for file in truth.files { #expect(run.talk.contains(file.file) == (file.fails || file.malformed > 0)) }
        #expect(run.status == 2)
    }

    // MARK: - Many events

    @Test func tellsTheNearestMissesFirst() throws {
        let run = try RelayRun(
            "test-pattern", "--pattern", #"{"a": [1], "b": [1], "c": [1]}"#, "--explain", "--misses", "2",
            #"[{"a": 1}, {"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 1, "d": 1}, {"a": 1, "c": 1}]"#)
        #expect(
            run.output == """

                argument 1:2  and 1 more that miss the same
                no match: 2 of 3 tests held
                  ✓ a  1
                  ✓ b  1
                  ✗ c  found nothing
                      wanted 1

                argument 1:5
                no match: 2 of 3 tests held
                  ✓ a  1
                  ✗ b  found nothing
                      wanted 1
                  ✓ c  1

                0 of 5 events match

                """, "\(run)")
        #expect(run.status == 1)
    }

    @Test func tellsMissesToPrograms() throws {
        let run = try RelayRun(
            "test-pattern", "--pattern", #"{"a": [1], "b": [1]}"#, "--explain", "--format", "json", "--misses", "1",
            #"[{"a": 1, "id": "x"}, {"id": "y"}, {"a": 1, "b": 1, "id": "z"}]"#)
        let answer = try JSONDecoder().decode(Answer.self, from: run.outputBytes)
        #expect(answer.matches.map(\.id) == ["z"])
        #expect(answer.matches.first?.explanation?.matches == true)
        #expect(answer.misses.map(\.id) == ["x"])
        #expect(answer.misses.first?.count == 1)
        let explanation = try #require(answer.misses.first?.explanation)
        #expect(!explanation.matches)
        #expect((explanation.held, explanation.of) == (1, 2))
        #expect(explanation.tests.map(\.path) == ["a", "b"])
        #expect(explanation.tests.map(\.outcome) == ["held", "missing"])
    }

    @Test func printsNoControlCharacters() throws {
        let hostile = "fixtures/events/hostile-names.json"
        for arguments in [["--explain"], ["--format", "json", "--explain"]] {
            let run = try RelayRun(
                arguments: ["test-pattern", "--pattern", #"{"detail": {"userIdentity": {"userName": ["x"]}}}"#]
                    + arguments
                    + [hostile])
            #expect(run.status == 1)
            for scalar in run.output.unicodeScalars where scalar != "\n" {
                #expect(!["\u{1B}", "\u{202E}"].contains(scalar) || (arguments.count > 1 && scalar == "\u{202E}"))
            }
        }
    }

    // MARK: - Mistakes

    @Test(arguments: [
        (["--pattern", "none.json", event], "relay: none.json: No such file or directory\n"),
        (["--pattern", "fixtures", event], "relay: fixtures: Is a directory\n"),
        (["--pattern", pattern, "none.json"], "relay: none.json: No such file or directory\n"),
        (["--pattern", #""source": ["aws.sts"]"#, event], "relay: --pattern is neither a file nor JSON"),
        (["--pattern", pattern, #"{"a": tru}"#], "relay: argument 1:1:7: "),
        (["--pattern", pattern, #"{"a": 1"#], "  1 | {\"a\": 1\n    |        ^\n"),
        (["--pattern", pattern, "fixtures/README.md"], "relay: fixtures/README.md:1:1: unexpected '#'"),
        (["--pattern", pattern, "[]"], "relay: no events in argument 1\n"),
        (["--pattern", pattern], "relay: no events in standard input\n"),
        (["--pattern", pattern, ""], "an empty argument names no events"),
        (["--rule", "break-glas-used", "--config", "fixtures/relay.yaml", event], "did you mean 'break-glass-used'?"),
        (
            ["--rule", "x", "--config", "fixtures/relay.yaml", event],
            "there is 'break-glass-used', 'break-glass-refused'"
        ),
        (["--rule", "x", "--config", "none.yaml", event], "relay: none.yaml: No such file or directory\n"),
        ([event], "name the pattern: --pattern, or --rule and --config"),
        (["--pattern", pattern, "--rule", "x", event], "give --pattern or --rule, not both"),
        (["--pattern", "-", "-"], "standard input can be read only once"),
        (["--pattern", "-"], "standard input can be read only once"),
        (["--pattern", pattern, "--watch"], "--watch needs files to watch"),
        (["--pattern", pattern, "--watch", "-"], "--watch needs files to watch"),
        (["--pattern", pattern, "--misses", "0", event], "--misses must be at least 1"),
    ])
    func saysWhatIsWrong(arguments: [String], message: String) throws {
        let run = try RelayRun(arguments: ["test-pattern"] + arguments)
        #expect(run.status == 2)
        #expect(run.talk.contains(message), "\(run)")
        #expect(run.output.isEmpty)
    }

    @Test func showsTheMistakeInAPattern() throws {
        let run = try RelayRun("test-pattern", "--pattern", "fixtures/patterns/misspelt.json", Self.event)
        #expect(
            run.talk == """
                relay: fixtures/patterns/misspelt.json:4:20: Unrecognized match type prefx
                  4 |     "eventName": [{"prefx": "AssumeRole"}]
                    |                    ^^^^^^^
                  help: did you mean prefix?

                """)
        #expect(run.status == 2)
    }

    @Test func anEmptyFolderIsNoAnswer() throws {
        let folder = try ScratchFolder()
        let run = try RelayRun("test-pattern", "--pattern", Self.pattern, folder.url.path)
        #expect(run.talk == "relay: no events in \(folder.url.path)\n")
        #expect(run.status == 2)
    }

    @Test func aMisspeltOptionIsNotAMissingOne() throws {
        let run = try RelayRun("test-pattern", "--patern", Self.pattern, Self.event)
        #expect(run.talk.contains("Unknown option '--patern'. Did you mean '--pattern'?"))
        #expect(run.status == 2)
    }

    /// A pipe can be read once: to show the line, relay must not wait for another writer.
    @Test func aBrokenEventInAPipeDoesNotHang() throws {
        let script = #"printf '{"a": tru}' | "$0" test-pattern --pattern '{"a": [1]}' /dev/stdin"#
        let run = try RelayRun(executable: URL(filePath: "/bin/sh"), arguments: ["-c", script, Project.relay.path])
        #expect(run.status == 2)
        #expect(run.talk.contains("/dev/stdin: "))
    }
}

/// What `--format json` promises.
private struct Answer: Decodable {
    struct Event: Decodable {
        let id, time, account, region, name: String?
        let source: String
        let number: Int
        let count: Int?
        let explanation: Explanation?
    }

    struct Explanation: Decodable {
        struct Test: Decodable {
            let path, outcome: String
        }

        let matches: Bool
        let held, of: Int
        let tests: [Test]
    }

    /// The key is AWS's.
    private enum CodingKeys: String, CodingKey {
        case result = "Result"
        case matches, misses, events, matched, malformed, skippedFiles, failedFiles
    }

    let result: Bool
    let matches, misses: [Event]
    let events, matched, malformed, skippedFiles, failedFiles: Int
}
