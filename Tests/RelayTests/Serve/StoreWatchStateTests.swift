import Outbox
import Testing

@testable import relay

struct StoreWatchStateTests {
    private static func error(_ reason: StoreError.Reason, _ detail: String = "") -> StoreError {
        StoreError(reason, path: "relay.db", detail: detail)
    }

    @Test func tellsEachFailureOnceAndItsEnd() {
        let (full, less) = (Self.error(.full, "9 KiB are left"), Self.error(.full, "8 KiB are left"))
        let removed = Self.error(.removed)
        let looks: [(found: StoreError?, told: StoreWatchState.News?)] = [
            (nil, nil), (full, .failed(full)), (less, nil), (removed, .failed(removed)), (nil, .recovered), (nil, nil),
            (full, .failed(full)), (nil, .recovered),
        ]
        var state = StoreWatchState()
        for look in looks {
            let told = state.note(look.found)
            #expect(told == look.told)
        }
    }
}
