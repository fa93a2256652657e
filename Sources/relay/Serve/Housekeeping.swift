internal import Alerts
internal import Logging
internal import Outbox
import Rules
internal import ServiceLifecycle
internal import TextFormats

/// Removes from the store, from time to time, what is older than the settings say.
struct Housekeeping: Service {
    /// Retention is told in days; an hour more or less does not matter.
    static let interval = Duration.seconds(3_600)

    let store: any LedgerStore
    let rules: RulesInForce
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { await prune() } while (try? await clock.sleep(until: clock.now + Self.interval)) != nil
        }
    }

    private func prune() async {
        do throws(StoreError) {
            let count = try await store.prune(rules.now.rules.file.store.retention, at: clock.now)
            if count > 0 { logger.info("old entries were removed from the store", metadata: ["rows": "\(count)"]) }
        } catch {
            logger.error("old entries cannot be removed from the store", metadata: ["error": "\(error)"])
        }
    }
}
