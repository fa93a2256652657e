internal import Alerts
internal import Logging
internal import Outbox
internal import Rules
internal import ServiceLifecycle
internal import TextFormats

/// Removes entries from the store that are older than the settings say, once an hour.
struct Housekeeping: Service {
    /// Retention is set in days, so an hour more does not matter.
    static let interval = Duration.seconds(3_600)

    let store: any OutboxOperations
    let rules: CurrentRules
    let time: Timekeeping
    let clock: any WallClock
    let logger: Logger

    /// Removes old entries at once and then once an hour, until relay is asked to end.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var elapsed = Duration.zero
            repeat {
                await prune(at: time.pruningTime(elapsed: elapsed))
                elapsed = Self.interval
            } while (try? await clock.sleep(until: clock.now + Self.interval)) != nil
        }
    }

    private func prune(at moment: Timestamp) async {
        do throws(StoreError) {
            let count = try await store.prune(rules.now.rules.file.store.retention, at: moment)
            if count > 0 { logger.info("old entries were removed from the store", metadata: ["rows": "\(count)"]) }
        } catch {
            logger.error("old entries cannot be removed from the store", metadata: ["error": "\(error)"])
        }
    }
}
