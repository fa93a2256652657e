internal import Alerts
internal import Logging
internal import Outbox
internal import ServiceLifecycle
internal import TextFormats

/// Looks after the store while nobody asks: that its files are still there, that there is room, that it can be written.
///
/// `/readyz` and each event that comes in find out for themselves; this one says it in the log, and tries again what has
/// failed, so that relay is ready as soon as somebody has mended it.
struct StoreWatch: Service {
    /// How soon it is noticed that something is wrong.
    static let interval = Duration.seconds(2)

    let store: any EventLedger
    let clock: any WallClock
    let logger: Logger

    /// Looks until relay is asked to end.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var state = StoreWatchState()
            repeat {
                switch state.note(await failure()) {
                case .failed(let error):
                    logger.critical("events cannot be accepted", metadata: ["reason": "\(error)"])
                case .recovered: logger.notice("events are accepted again: the store works")
                case nil: break
                }
            } while (try? await clock.sleep(until: clock.now + Self.interval)) != nil
        }
    }

    private func failure() async -> StoreError? {
        do throws(StoreError) {
            try await store.check()
            return nil
        } catch {
            // A write that works ends what a failed one began. It fails for itself where nothing was mended.
            if error.reason != .removed { try? await store.probe() }
            return error
        }
    }
}

/// What is told of one look at the store after the other: each failure once, and its end.
struct StoreWatchState {
    /// What is to be told.
    enum News: Equatable {
        /// The store fails, or fails for another reason than before.
        case failed(StoreError)
        /// It works again.
        case recovered
    }

    private var known: StoreError.Reason?

    /// Notes what a look found; nil where the store works.
    mutating func note(_ failure: StoreError?) -> News? {
        let before = known
        known = failure?.reason
        guard let failure else { return before == nil ? nil : .recovered }
        return failure.reason == before ? nil : .failed(failure)
    }
}
