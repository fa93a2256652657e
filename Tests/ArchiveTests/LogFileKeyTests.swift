import Archive
import Testing

struct LogFileKeyTests {
    @Test(
        arguments: [
            (
                "111122223333_CloudTrail_us-east-1_20260301T0905Z_AbCdEfGh12345678.json.gz", LogFileKey.Content.log,
                202_603_010_905
            ),
            ("111122223333_CloudTrail_us-east-1_20260301T0905Z_AbCdEfGh12345678.json", .log, 202_603_010_905),
            (
                "111122223333_CloudTrail-Insight_eu-west-1_20260301T0905Z_AbCdEfGh12345678.json.gz", .insight,
                202_603_010_905
            ),
            (
                "111122223333_CloudTrail-Digest_eu-west-1_management-events_us-east-1_20260301T093000Z.json.gz",
                .digest, nil
            ),
        ] as [(String, LogFileKey.Content, Int?)])
    func readsNames(name: String, content: LogFileKey.Content, minute: Int?) throws {
        let key = try #require(LogFileKey(fileName: name))
        #expect(key.content == content)
        #expect(key.account == "111122223333")
        #expect(key.region == (content == .log ? "us-east-1" : "eu-west-1"))
        #expect(key.deliveryMinute == minute)
    }

    @Test(arguments: [
        "", "truth.json", "a_b_c_d_e.json.gz", "111122223333_CloudTrail_us-east-1_2026030T0905Z_x.json.gz",
        "111122223333_CloudTrail_us-east-1_20260301T0905_x.json.gz", "111122223333_CloudTrail_us-east-1.json.gz",
        "x11122223333_CloudTrail_us-east-1_20260301T0905Z_x.json.gz",
        "111122223333_CloudTrail_us-east-1_20260301T0905Z_x.zip",
    ])
    func leavesOtherNamesAlone(name: String) {
        #expect(LogFileKey(fileName: name) == nil)
    }

    @Test(
        arguments: [
            (nil, nil, true), ("2026-03-01T09:05:30Z", nil, true), ("2026-03-01T09:06:00Z", nil, false),
            (nil, "2026-02-28T00:00:00Z", true), (nil, "2026-02-26T00:00:00Z", false),
            (nil, "2026-02-27T00:00:00Z", true),
        ] as [(String?, String?, Bool)])
    func aKeySaysWhetherAFileMayHoldATime(from: String?, to: String?, expected: Bool) throws {
        let key = try #require(
            LogFileKey(fileName: "111122223333_CloudTrail_us-east-1_20260301T0905Z_AbCdEfGh12345678.json.gz"))
        #expect(ReplaySelection(from: from, to: to).mayHold(key) == expected)
    }
}
