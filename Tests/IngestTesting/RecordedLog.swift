package import Logging
import Synchronization

/// Keeps what is logged, each entry as one line.
package final class RecordedLog: Sendable {
    private let kept = Mutex<[String]>([])

    /// Empty.
    package init() {}

    /// What was logged, in order.
    package var lines: [String] { kept.withLock { $0 } }

    /// A logger that writes here.
    package var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(self) }
        logger.logLevel = .trace
        return logger
    }

    /// Whether some line has a text in it.
    package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

    private struct Handler: LogHandler {
        let kept: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(_ log: RecordedLog) { kept = log }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            let text = fields.map { " \($0.key)=\($0.value)" }.joined()
            kept.kept.withLock { $0.append("\(event.level) \(event.message)\(text)") }
        }
    }
}
