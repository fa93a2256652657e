import Foundation
import Outbox
import TextFormats

@testable import SQLiteStore

/// A folder for one test's store, removed with the last reference to it.
final class ScratchStore: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "relay-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.appending(path: "relay.db").path }

    func open(
        for purpose: SQLiteAlertStore.Purpose = .serve, tuning: StoreTuning = StoreTuning()
    ) throws(StoreError) -> SQLiteAlertStore {
        try SQLiteAlertStore(path, for: purpose, now: { Timestamp(milliseconds: 1_772_452_800_000) }, tuning: tuning)
    }
}
