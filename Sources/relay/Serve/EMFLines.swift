internal import Alerts
internal import Logging
internal import Outbox
internal import RelayMetrics
internal import ServiceLifecycle
internal import TextFormats

/// Writes what happened in the last minute to standard output, as CloudWatch's embedded metric format.
struct EMFLines: Service {
    /// The period of CloudWatch's standard resolution.
    static let interval = Duration.seconds(60)

    let figures: ServeFigures
    let store: any LedgerStore
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let output = Console()
            var earlier = (try? await store.counts()) ?? []
            while (try? await clock.sleep(until: clock.now + Self.interval)) != nil {
                let figures = await figures.figures()
                do throws(OutputError) {
                    for line in EmbeddedMetrics.lines(since: earlier, until: figures) {
                        try output.write(line + [UInt8(ascii: "\n")])
                    }
                    try output.flush()
                } catch {
                    logger.error("metrics cannot be written", metadata: ["error": "\(error)"])
                }
                earlier = figures.store?.books.counts ?? earlier
            }
        }
    }
}
