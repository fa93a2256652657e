import Logging
import Synchronization

/// Keeps log lines, metadata included, as a test wants to read them.
struct LogRecorder: LogHandler {
    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        fileprivate func append(_ line: String) { lines.withLock { $0.append(line) } }
    }

    let lines: Lines
    var logLevel: Logger.Level = .trace
    var metadata: Logger.Metadata = [:]

    init(_ lines: Lines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
        lines.append("\(event.level) \(event.message) \(fields.joined(separator: " "))")
    }

    static func logger(_ lines: Lines) -> Logger {
        Logger(label: "delivery", factory: { _ in LogRecorder(lines) })
    }
}
