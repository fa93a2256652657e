internal import Alerts
internal import TextFormats
internal import UsageHistory

/// Reads role uses from a store page by page, so that memory does not grow with the ledger.
struct LedgerReading {
    private static let pageUses = 1_000

    let store: any LedgerStore
    let filter: UseFilter

    /// Hands out the uses of a time that the filter holds of, by time, some at once.
    func forEachPage(in range: Range<Timestamp>, _ take: ([LedgerUse]) throws -> Void) async throws {
        var cursor: LedgerUse.Cursor?
        while true {
            let page = try await store.uses(in: range, after: cursor, limit: Self.pageUses)
            let held = page.filter(filter.holds)
            if !held.isEmpty { try take(held) }
            guard page.count == Self.pageUses, let last = page.last else { return }
            cursor = last.cursor
        }
    }

    func forEach(in range: Range<Timestamp>, _ take: (LedgerUse) -> Void) async throws {
        try await forEachPage(in: range) { $0.forEach(take) }
    }
}
