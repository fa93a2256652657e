import Testing

@testable import SQLiteStore

struct StoreRoomTests {
    @Test(arguments: [
        (0 as UInt64, 1_000_000_000 as UInt64, true), ((8 << 20) - 1, 1_000_000_000, true),
        (8 << 20, 1_000_000_000, false),
        // A small disk has a small reserve.
        (104_857, 2_097_152, false), (104_856, 2_097_152, true), (0, 0, false), (.max, .max, false),
    ]) func isFullBelowTheReserve(available: UInt64, total: UInt64, isFull: Bool) {
        #expect(StoreRoom(availableBytes: available, totalBytes: total).isFull == isFull)
    }

    @Test func isReadFromTheSystem() throws {
        let room = try #require(StoreRoom(of: "/"))
        #expect(room.totalBytes > 1 << 20)
        #expect(room.availableBytes <= room.totalBytes)
        #expect(StoreRoom(of: "/no/such/folder") == nil)
    }
}
