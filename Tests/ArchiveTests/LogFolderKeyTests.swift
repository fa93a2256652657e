import Archive
import SeededGenerators
import Testing

struct LogFolderKeyTests {
    @Test(
        arguments: [
            ("AWSLogs/111122223333/CloudTrail", "111122223333", nil, nil),
            ("AWSLogs/111122223333/CloudTrail/", "111122223333", nil, nil),
            ("AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1", "111122223333", "eu-west-1", nil),
            ("/a/111122223333/CloudTrail/eu-west-1/2026/", "111122223333", "eu-west-1", "2026"),
            ("111122223333/CloudTrail-Digest/eu-west-1/2026/03", "111122223333", "eu-west-1", "2026-03"),
            ("111122223333/CloudTrail-Insight/eu-west-1/2026/03/09/", "111122223333", "eu-west-1", "2026-03-09"),
            ("111122223333/CloudTrail/eu-west-1/2026/03/09/more/07", "111122223333", "eu-west-1", "2026-03-09"),
            ("111122223333/CloudTrail/eu-west-1/2026/March/09", "111122223333", "eu-west-1", "2026"),
            ("111122223333/CloudTrail/eu-west-1/26/03/09", "111122223333", "eu-west-1", nil),
            ("1/CloudTrail/444455556666/CloudTrail/x", "444455556666", "x", nil),
        ] as [(String, String, String?, String?)])
    func readsFolders(path: String, account: String, region: String?, delivered: String?) throws {
        let folder = try #require(LogFolderKey(path: path))
        #expect(folder.account == account)
        #expect(folder.region == region)
        #expect(folder.delivered == delivered)
    }

    @Test(arguments: [
        "", "/", "CloudTrail/eu-west-1", "AWSLogs/111122223333", "AWSLogs/11112222333/CloudTrail/eu-west-1",
        "AWSLogs/11112222333x/CloudTrail", "AWSLogs/111122223333/Config/eu-west-1/2026/3/2",
        "AWSLogs/111122223333/cloudtrail/eu-west-1/2026",
    ])
    func refusesOtherFolders(path: String) {
        #expect(LogFolderKey(path: path) == nil)
    }

    /// A cut path says less, and never something else.
    @Test func aPathIsCutAtEveryByte() {
        let whole = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/09/"
        for count in 0...whole.utf8.count {
            guard let folder = LogFolderKey(path: String(whole.prefix(count))) else { continue }
            #expect(folder.account == "111122223333")
            #expect(folder.region.map { "eu-west-1".hasPrefix($0) } ?? true)
            #expect(folder.delivered.map { "2026-03-09".hasPrefix($0) } ?? true)
        }
    }

    @Test(arguments: [UInt64(7), 8, 9])
    func randomPathsAreReadOrRefused(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let parts = ["111122223333", "CloudTrail", "eu-west-1", "2026", "03", "\u{FFFD}é", "", "x"]
        for _ in 0..<5_000 {
            let path = (0..<random.below(10))
                .map { _ in parts[random.below(parts.count)] }.joined(separator: "/")
            guard let folder = LogFolderKey(path: path) else { continue }
            #expect(folder.account == "111122223333")
            #expect(path.contains("111122223333/CloudTrail") || path.contains("111122223333//"))
        }
    }

    @Test(
        arguments: [
            ("2026", true), ("2025", false), ("2027", false), ("2026/02", true), ("2026/01", false), ("2026/03", true),
            ("2026/04", false), ("2026/02/27", false), ("2026/02/28", true), ("2026/03/01", true), ("2026/03/06", true),
            ("2026/03/07", false),
        ])
    func aSelectionListsTheFoldersOfItsDays(folder: String, isListed: Bool) {
        // Delivered from 1 March to two days after 3 March, and a day of slack at both ends.
        let selection = ReplaySelection(from: "2026-03-01T08:00:00Z", to: "2026-03-03T09:00:00Z")
        let trail = "AWSLogs/111122223333/CloudTrail/eu-west-1/"
        #expect(selection.mayHold(prefix: trail + folder) == isListed)
        #expect(selection.mayHold(prefix: trail + folder + "/") == isListed)
        #expect(selection.mayHold(prefix: "elsewhere/" + folder))
        #expect(ReplaySelection().mayHold(prefix: trail + folder))
    }
}
