internal import Alerts
internal import Logging
internal import Outbox
internal import RelayMetrics
internal import ServiceLifecycle
internal import SystemPackage
internal import TextFormats

/// Writes the metrics of the last minute to standard output, once a minute, in CloudWatch's embedded metric format.
///
/// Lines that nobody reads are dropped, as log lines are: they must not hold up alerts.
struct EMFLines: Service {
    /// The period of CloudWatch's standard resolution.
    static let interval = Duration.seconds(60)
    /// How many bytes may wait for a reader: the lines of a minute, even with thousands of rules.
    static let waitingBytesLimit = 4 * 1024 * 1024

    let figures: ServeFigures
    let store: any UsageReader
    let clock: any WallClock
    let logger: Logger

    /// Writes until relay is asked to end. The last minute is not written if it is not whole.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            let writer = LogWriter(descriptor: .standardOutput, waitingBytesLimit: Self.waitingBytesLimit) { count in
                LogFormat.json.line(clock.now, .warning, part: "metrics", LogWriter.droppedMessage(count: count))
            }
            defer { writer.end() }
            var earlier = (try? await store.counts()) ?? []
            while (try? await clock.sleep(until: clock.now + Self.interval)) != nil {
                let figures = await figures.figures()
                if let error = writer.takeError() {
                    logger.error("metrics cannot be written", metadata: ["error": "\(error)"])
                }
                for line in EmbeddedMetrics.lines(since: earlier, until: figures) {
                    writer.write(String(decoding: line, as: UTF8.self))
                }
                earlier = figures.store?.balance.counts ?? earlier
            }
        }
    }
}
