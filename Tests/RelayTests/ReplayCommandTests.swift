import Foundation
import Rules
import ScratchFolders
import Testing

/// `relay replay` over the archives of the fixtures, held against what is known to be in them.
struct ReplayCommandTests {
    private static let config = ["--config", "fixtures/relay.yaml"]

    private static func answer(_ arguments: String..., status: Int32) async throws -> ReplayAnswer {
        let run = try await RelayRun(arguments: ["replay", "--format", "json"] + config + arguments)
        #expect(run.status == status, "\(run)")
        return try JSONDecoder().decode(ReplayAnswer.self, from: run.outputBytes)
    }

    @Test func booksBalanceAndAreRight() async throws {
        let truth = try Truth.fixtures.archive
        let answer = try await Self.answer("fixtures/archive", status: 0)
        #expect(answer.files.read == truth.filesRead)
        #expect(answer.files.skipped == truth.filesSkipped.values.reduce(0, +))
        #expect(answer.files.failed == 0)
        #expect(answer.files.total == answer.files.read + answer.files.skipped)
        #expect(answer.records.read == truth.records)
        #expect(answer.records.malformed == 0)
        #expect(answer.records.matched + answer.records.unmatched == truth.records)
        for rule in answer.rules {
            let expected = try #require(truth.matches[rule.name])
            #expect(rule.matches == expected.count + expected.filter(truth.duplicates.contains).count, "\(rule.name)")
        }
        #expect(answer.rules.count == truth.matches.count)
    }

    /// One use however many records tell of it.
    @Test func countsEachUseOnce() async throws {
        let truth = try Truth.fixtures.archive
        let answer = try await Self.answer("fixtures/archive", status: 0)
        let uses = truth.matchedUses
        #expect(answer.roleUses.total == uses.count)
        #expect(answer.roleUses.denied == uses.count { $0.outcome == "denied" })
        let byRole = Dictionary(grouping: uses) { "\($0.role) \($0.roleAccount)" }.mapValues(\.count)
        #expect(
            Dictionary(uniqueKeysWithValues: answer.roleUses.byRole.map { ("\($0.role) \($0.account)", $0.uses) })
                == byRole)
        let byPerson = Dictionary(grouping: uses, by: \.who).mapValues(\.count)
        #expect(Dictionary(uniqueKeysWithValues: answer.roleUses.byPerson.map { ($0.who, $0.uses) }) == byPerson)
        let byDay = Dictionary(grouping: uses) { String($0.time.prefix(10)) }.mapValues(\.count)
        #expect(Dictionary(uniqueKeysWithValues: answer.roleUses.byDay.map { ($0.day, $0.uses) }) == byDay)
    }

    @Test func readsOnBehindDamage() async throws {
        let truth = try Truth.fixtures.damaged
        let answer = try await Self.answer("fixtures/damaged", status: 2)
        #expect(answer.files.failed == truth.files.count(where: \.fails))
        #expect(answer.files.total == truth.files.count)
        #expect(answer.records.matched == truth.matches["break-glass-used"]?.count)
        #expect(answer.records.malformed == truth.files.map(\.malformed).reduce(0, +))
    }

    /// Whatever else the answer is, one record that could not be read leaves it open.
    @Test func aMalformedRecordAloneMakesItUncertain() async throws {
        let file = try #require(Truth.fixtures.damaged.files.first { !$0.fails && $0.malformed > 0 })
        let path = "fixtures/damaged/\(file.file)"
        let answer = try await Self.answer(path, status: 2)
        #expect(answer.files.failed == 0)
        #expect(answer.records.malformed == file.malformed)
        #expect(answer.records.matched == file.matched)
        let run = try await RelayRun(arguments: ["replay", "--against", "fixtures/relay.yaml"] + Self.config + [path])
        #expect(run.status == 2)
        #expect(run.talk.contains("relay: \(path): record 2: "), "\(run)")
    }

    /// Nobody hides a use by making its record long.
    @Test func aRecordTooLongToLookIntoMakesItUncertain() async throws {
        let folder = try ScratchFolder()
        let padding = String(repeating: "A", count: 1 << 20)
        let event = try String(contentsOf: Project.fixtures.appending(path: "events/assume-role.json"), encoding: .utf8)
        let padded = event.replacing(#""detail":{"#, with: #""detail":{"padding":"\#(padding)","#)
            .replacing(#""detail": {"#, with: #""detail": {"padding":"\#(padding)","#)
        #expect(padded.utf8.count > padding.utf8.count)
        let file = try folder.write(padded, to: "padded.json")
        let run = try await RelayRun(arguments: ["replay"] + Self.config + [file.path])
        #expect(run.status == 2)
        #expect(run.talk.contains("padded.json: record 1: longer than 1048576 bytes at byte "), "\(run)")
    }

    @Test func matchesAreTheEventsThatMatch() async throws {
        let truth = try Truth.fixtures.archive
        let folder = try ScratchFolder()
        let file = folder.url.appending(path: "matches.ndjson")
        _ = try await Self.answer("--matches", file.path, "fixtures/archive", status: 0)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let ids = try lines.map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)).id }
        #expect(Set(ids) == Set(truth.matches.values.joined()))
        // What was written can be read again.
        let again = try await Self.answer(file.path, status: 0)
        #expect(again.records.matched == lines.count)
        #expect(again.records.unmatched == 0)
    }

    @Test(arguments: [
        ["fixtures/archive"], ["fixtures/damaged"], ["fixtures/archive", "fixtures/damaged", "--render"],
    ])
    func theSameBytesWhateverTheJobs(arguments: [String]) async throws {
        for format in ["text", "json"] {
            var runs: [RelayRun] = []
            for jobs in ["1", "2", "7"] {
                runs.append(
                    try await RelayRun(
                        arguments: ["replay", "--jobs", jobs, "--format", format] + Self.config + arguments))
            }
            #expect(Set(runs.map(\.outputBytes)).count == 1)
            #expect(Set(runs.map(\.talkBytes)).count == 1)
            #expect(Set(runs.map(\.status)).count == 1)
        }
    }

    @Test func readsStandardInputAndSingleFiles() async throws {
        let name = "fixtures/inputs/log-file.json.gz"
        let bytes = try Data(contentsOf: Project.root.appending(path: name))
        let file = try await RelayRun(arguments: ["replay", "--format", "json"] + Self.config + [name])
        let input = try await RelayRun(
            arguments: ["replay", "--format", "json"] + Self.config + ["-"], inputBytes: bytes)
        let answers = try [file, input].map { try JSONDecoder().decode(ReplayAnswer.self, from: $0.outputBytes) }
        for answer in answers {
            #expect(answer.records.read == 3)
            #expect(answer.records.matched == 2)
        }
        #expect(file.status == 0 && input.status == 0)
    }

    @Test func prunesByKey() async throws {
        let answer = try await Self.answer("--account", "999900001111", "fixtures/archive", status: 0)
        #expect(answer.roleUses.byPerson.map(\.who) == ["frank"])
        #expect(answer.files.foldersPruned > 0)
        // Bob's second use is of Tuesday, and lies under Wednesday's key.
        let tuesday = try await Self.answer("--from", "2026-03-03", "--to", "2026-03-03", "fixtures/archive", status: 0)
        #expect(tuesday.roleUses.byDay.map(\.day) == ["2026-03-03"])
        #expect(tuesday.roleUses.byPerson.contains { $0.who == "bob.osei@example.com" && $0.uses == 1 })
        _ = try await Self.answer("--region", "ap-south-1", "fixtures/archive", status: 1)
    }

    @Test func theSameRulesGiveTheSameAlerts() async throws {
        let run = try await RelayRun(
            arguments: ["replay", "--against", "fixtures/relay.yaml"] + Self.config + ["fixtures/archive"])
        #expect(run.status == 0)
        let folder = try ScratchFolder()
        let rules = try String(contentsOf: Project.fixtures.appending(path: "relay.yaml"), encoding: .utf8)
        let narrower = rules.replacing("eventName: [AssumeRole, AssumeRoleWithSAML, ", with: "eventName: [AssumeRole, ")
        #expect(narrower != rules)
        let old = try folder.write(narrower, to: "old.yaml")
        let changed = try await RelayRun(
            arguments: ["replay", "--against", old.path] + Self.config + ["fixtures/archive"])
        #expect(changed.status == 1)
    }

    @Test(arguments: [
        (["nowhere"], "relay: nowhere: No such file or directory"),
        (["--from", "yesterday", "fixtures/archive"], "--from yesterday"),
        (["--from", "2026-03-03", "--to", "2026-03-02", "fixtures/archive"], "no time is left"),
        (["--from", "2026-03-03T09:00Z", "--to", "2026-03-03T09:00Z", "fixtures/archive"], "no time is left"),
        (["--jobs", "0", "fixtures/archive"], "--jobs 0"),
        ([], "Missing expected argument"),
    ])
    func saysWhatIsWrong(arguments: [String], message: String) async throws {
        let run = try await RelayRun(arguments: ["replay"] + Self.config + arguments)
        #expect(run.status == 2)
        #expect(run.talk.contains(message), "\(run)")
    }

    private struct Event: Decodable {
        let id: String
    }
}

/// What `relay replay --format json` promises.
private struct ReplayAnswer: Decodable {
    struct Files: Decodable {
        let total, read, skipped, failed, pruned, foldersPruned: Int

        private enum CodingKeys: String, CodingKey {
            case total, read, skipped, failed, pruned
            case foldersPruned = "folders_pruned"
        }
    }
    struct Records: Decodable { let read, matched, unmatched, malformed: Int }
    struct Rule: Decodable {
        let name: String
        let matches: Int
    }
    struct RoleUses: Decodable {
        struct Role: Decodable {
            let role, account: String
            let uses: Int
        }
        struct Person: Decodable {
            let who: String
            let uses: Int
        }
        struct Day: Decodable {
            let day: String
            let uses: Int
        }

        let total, denied: Int
        let byRole: [Role]
        let byPerson: [Person]
        let byDay: [Day]

        private enum CodingKeys: String, CodingKey {
            case total, denied
            case byRole = "by_role"
            case byPerson = "by_person"
            case byDay = "by_day"
        }
    }

    let files: Files
    let records: Records
    let rules: [Rule]
    let roleUses: RoleUses

    private enum CodingKeys: String, CodingKey {
        case files, records, rules
        case roleUses = "role_uses"
    }
}
