import Foundation
import HTTPServer
import Outbox
import ScratchFolders
import ServeTrial
import Testing

struct HistoryCommandTests {
    private static let march = ["--from", "2026-03-01", "--to", "2026-03-07"]

    private struct Answer: Decodable {
        struct Total: Decodable { let uses, allowed, denied: Int }
        struct Group: Decodable {
            let role, account, person: String?
            let uses, denied: Int
            let periods: [Period]
        }
        struct Period: Decodable {
            let period, from, to: String
            let uses, denied: Int
        }

        let from, to, by, per: String
        let total: Total
        let groups: [Group]
        let periods: [Period]
    }

    private static func answer(_ store: RecordedStore, _ arguments: [String]) throws -> Answer {
        let run = try RelayRun(arguments: ["history", "--store", store.path, "--format", "json"] + march + arguments)
        #expect(run.status == 0, "\(run)")
        return try JSONDecoder().decode(Answer.self, from: run.outputBytes)
    }

    @Test func textIsForPeople() throws {
        let run = try RecordedStore().history(
            "--from", "2026-03-01", "--to", "2026-03-07", "--by", "person", "--role", "BreakGlassAdmin")
        #expect(run.status == 0)
        #expect(
            run.output == """
                Role uses  2026-03-01 to 2026-03-07 (UTC), 7 in all, 2 of them denied
                  by person
                    mallory                                   3 uses  2 denied  first 2026-03-02T13:45:05Z  last 2026-03-04T03:33:33Z  ▁█▁▅▁▁▁
                    alice.chen                                1 use             first 2026-03-02T09:14:07Z                             ▁█▁▁▁▁▁
                    carol.diaz                                1 use             first 2026-03-03T10:00:19Z                             ▁▁█▁▁▁▁
                    dave.ito                                  1 use             first 2026-03-03T12:01:09Z                             ▁▁█▁▁▁▁
                    repo:example/restore:environment:staging  1 use             first 2026-03-03T02:10:44Z                             ▁▁█▁▁▁▁
                  by day
                    2026-03-01  ·
                    2026-03-02  █░░ 3 (2 denied)
                    2026-03-03  ███ 3
                    2026-03-04  █ 1
                    2026-03-05  ·
                    2026-03-06  ·
                    2026-03-07  ·

                """, "\(run)")
    }

    /// Against the truth that was worked out by hand.
    @Test(arguments: ["role", "person", "account"], ["day", "week", "month"])
    func addsUpToTheTruth(by grouping: String, per period: String) throws {
        let store = try RecordedStore()
        let uses = try Truth.fixtures.archive.matchedUses
        let answer = try Self.answer(store, ["--by", grouping, "--per", period])
        #expect(answer.total.uses == uses.count)
        #expect(answer.total.denied == uses.count { $0.outcome == "denied" })
        let expected = Dictionary(grouping: uses) { use in
            switch grouping {
            case "role": "\(use.role) \(use.roleAccount)"
            case "person": use.who
            default: use.roleAccount
            }
        }
        let found = answer.groups.map { group in
            switch grouping {
            case "role": ("\(group.role ?? "") \(group.account ?? "")", group.uses)
            case "person": (group.person ?? "", group.uses)
            default: (group.account ?? "", group.uses)
            }
        }
        #expect(Dictionary(uniqueKeysWithValues: found) == expected.mapValues(\.count))
        #expect(answer.periods.reduce(0) { $0 + $1.uses } == uses.count)
        #expect(answer.groups.allSatisfy { group in group.periods.reduce(0) { $0 + $1.uses } == group.uses })
    }

    @Test func csvIsForSpreadsheets() throws {
        let run = try RecordedStore().history(
            "--from", "2026-03-01", "--to", "2026-03-07", "--per", "week", "--account", "444455556666", "--csv")
        #expect(
            run.outputBytes
                == Data(
                    """
                    period,from,to,role,account,account_name,uses,allowed,denied\r
                    2026-W10,2026-03-02,2026-03-07,root,444455556666,,3,2,1\r
                    2026-W10,2026-03-02,2026-03-07,BreakGlassAdmin,444455556666,,1,1,0\r

                    """.utf8), "\(run)")
    }

    @Test func listsWhoWhenAndFromWhere() throws {
        let store = try RecordedStore()
        let text = try store.history("--list", "--from", "2026-03-02", "--to", "2026-03-02", "--person", "alice.chen")
        #expect(
            text.output == """
                    2026-03-02T09:14:07Z  alice.chen  BreakGlassAdmin  111122223333  from 203.0.113.17  MFA yes  allowed  \
                key ASIAJNATFQP43EXAMPLE  event 78815332-156f-4c2a-aa26-706d1702dfbe

                """, "\(text)")
        let json = try store.history("--list", "--format", "json", "--from", "2026-03-01", "--to", "2026-03-07")
        let object = try #require(try JSONSerialization.jsonObject(with: json.outputBytes) as? [String: Any])
        let uses = try #require(object["uses"] as? [[String: Any]])
        let truth = try Truth.fixtures.archive.matchedUses.sorted { $0.time < $1.time }
        #expect(uses.map { $0["time"] as? String } == truth.map(\.time))
        #expect(uses.map { $0["who"] as? String } == truth.map(\.who))
        #expect(uses.map { $0["source_address"] as? String } == truth.map(\.from))
        #expect(uses.allSatisfy { $0["origin"] as? String == "archive" })
    }

    /// Whoever takes up a role chooses the session's name, and an auditor opens the table in a spreadsheet.
    @Test func namesAreNoFormulas() throws {
        let store = try RecordedStore()
        let name = "=cmd|' /C calc'!A0"
        let event = TrialEvent(run: "formula", number: 1, isMatching: true, who: name)
        _ = try store.record("-", input: String(decoding: event.json, as: UTF8.self))
        let sums = try store.history("--by", "person", "--csv", "--from", "2026-03-02", "--to", "2026-03-02")
        #expect(sums.output.contains(",'=cmd|' /C calc'!A0,1,1,0\r\n"), "\(sums)")
        let list = try store.history("--list", "--csv", "--from", "2026-03-02", "--to", "2026-03-02")
        #expect(list.output.contains(",'=cmd|' /C calc'!A0,BreakGlassAdmin,"), "\(list)")
        // JSON has the name itself.
        let json = try store.history("--by", "person", "--format", "json", "--from", "2026-03-02", "--to", "2026-03-02")
        #expect(json.output.contains("\"person\":\"=cmd|' /C calc'!A0\""), "\(json)")
    }

    @Test func drawsAPictureBesideTheTable() throws {
        let store = try RecordedStore()
        let file = store.folder.url.appending(path: "uses.svg").path
        let arguments = ["history", "--store", store.path, "--svg", file, "--title", "Break <glass>"] + Self.march
        let run = try RelayRun(arguments: arguments)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("Role uses  2026-03-01 to 2026-03-07"))
        let svg = try String(contentsOfFile: file, encoding: .utf8)
        #expect(svg.contains("<title id=\"title\">Break &lt;glass&gt;</title>"))
        #expect(svg.contains(">BreakGlassAdmin</text>"))
        // Drawn anew, it is the same to the byte.
        _ = try RelayRun(arguments: arguments)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == svg)
    }

    @Test func saysNoWhenNobodyDidAnything() throws {
        let store = try RecordedStore()
        let run = try store.history("--from", "2025-01-01", "--to", "2025-01-31")
        #expect(run.status == 1)
        #expect(run.output == "Role uses  2025-01-01 to 2025-01-31 (UTC), none\n")
        #expect(try store.history("--list", "--person", "nobody").status == 1)
    }

    @Test(arguments: [
        (["--from", "2026-03-09", "--to", "2026-03-01"], "--from 2026-03-09 lies after --to 2026-03-01"),
        (["--from", "1900-01-01", "--to", "2026-03-01"], "more days than the 36525 of a century"),
        (["--from", "yesterday"], "'--from yesterday': expected a day such as 2026-03-01."),
        (["--account", "12"], "an account has twelve digits"),
        (["--csv", "--format", "json"], "--csv and --format json: choose one"),
        (["--list", "--svg", "x.svg"], "--list and --svg: what is told one by one is not drawn"),
        (["--from", "2025-01-01", "--to", "2026-12-31", "--per", "day", "--svg", "x.svg"], "730 bars are more than"),
        (["--by", "session"], "session"),
    ])
    func refusesWhatItCannotDo(arguments: [String], sentence: String) throws {
        let store = try RecordedStore()
        let run = try RelayRun(arguments: ["history", "--store", store.path] + arguments, directory: store.folder.url)
        #expect(run.status == 2)
        #expect(run.talk.contains(sentence), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: store.folder.url.appending(path: "x.svg").path))
    }

    @Test func aStoreThatIsNotThereIsNotMade() throws {
        let folder = try ScratchFolder()
        let path = folder.url.appending(path: "none.db").path
        let run = try RelayRun("history", "--store", path)
        #expect(run.status == 2)
        #expect(run.talk.contains("is not there"), "\(run)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
