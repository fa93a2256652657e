import Testing

/// What EventBridge delivered, re-expressed; `fixtures/README.md` says how.
struct RecordedTransformerTests {
    @Test func areAllThere() throws {
        let rows = try RecordedTransformer.all()
        #expect(rows.count == 91)
        #expect(Set(rows.map(\.id)).count == 91)
        #expect(rows.allSatisfy { $0.recorded != nil })
        #expect(rows.count { $0.departure != nil } == 17)
        #expect(rows.count { $0.recorded == .unobserved } == 1)
    }

    /// Relay agrees with each row but those that say why it does not.
    @Test(arguments: try RecordedTransformer.all())
    func agreesWithTheService(row: RecordedTransformer) throws {
        #expect(row.relayAgrees(with: try #require(row.recorded)) == (row.departure == nil))
    }

    /// The check can fail: no other outcome than the recorded one is agreed with.
    @Test(arguments: try RecordedTransformer.all().filter { $0.departure == nil && $0.recorded != .unobserved })
    func noOtherOutcomeIsAgreedWith(row: RecordedTransformer) {
        #expect(row.falsified.count > 1)
        for outcome in row.falsified { #expect(!row.relayAgrees(with: outcome), "\(outcome)") }
    }

    /// Each row and the one it was made from: relay agrees with both or with neither.
    @Test(
        .enabled(
            if: RecordedTransformer.hasOriginals,
            "the recordings as published are not part of the repository; fixtures/verdicts has them re-expressed"))
    func rowsAgreeWithTheirOriginals() throws {
        let (rows, originals) = (try RecordedTransformer.all(), try RecordedTransformer.allOriginals())
        #expect(rows.count == originals.count)
        for (row, original) in zip(rows, originals) {
            #expect(row.kind == original.kind, "\(row.id)")
            #expect(original.relayAgrees(with: try #require(original.recorded)) == (row.departure == nil), "\(row.id)")
        }
    }
}
