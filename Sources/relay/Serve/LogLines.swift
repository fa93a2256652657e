internal import Glibc
internal import JSONText
internal import Logging
internal import Outbox
internal import Synchronization

/// Writes a log entry as one line on standard error: JSON for machines, or text for people.
///
/// What comes from outside is made printable, so that an entry is never more than its line. Secrets never come here:
/// whoever logs has masked them.
struct LogLines: LogHandler {
    enum Format: String, CaseIterable, Sendable {
        case json, text
    }

    /// One for all loggers, so that lines do not run into each other.
    final class Output: Sendable {
        private let descriptor: Mutex<Int32>

        init(descriptor: Int32 = STDERR_FILENO) { self.descriptor = Mutex(descriptor) }

        func write(_ line: String) {
            let bytes = Array("\(line)\n".utf8)
            descriptor.withLock { descriptor in
                var start = 0
                while start < bytes.count {
                    let written = unsafe bytes[start...].withUnsafeBytes {
                        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
                    }
                    // A log that nobody takes is no reason to stop relaying alerts.
                    guard written >= 0 || errno == EINTR else { return }
                    start += max(0, written)
                }
            }
        }
    }

    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: Format
    private let output: Output
    private let clock: any WallClock

    init(label: String, format: Format, level: Logger.Level, output: Output, clock: any WallClock) {
        self.label = label
        self.format = format
        logLevel = level
        self.output = output
        self.clock = clock
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        switch format {
        case .json: output.write(json(event, fields))
        case .text: output.write(text(event, fields))
        }
    }

    private func json(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        var line =
            "{\"time\":\"\(clock.now)\",\"level\":\"\(event.level.rawValue)\",\"part\":\(JSONString.quoted(label))"
        line += ",\"message\":\(JSONString.quoted(event.message.description))"
        for (key, value) in fields { line += ",\(JSONString.quoted(key)):\(JSONString.quoted(value.description))" }
        return line + "}"
    }

    private func text(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        var line = "\(clock.now) \(event.level.rawValue) \(label): \(event.message.description.printable)"
        for (key, value) in fields {
            let text = value.description.printable
            let isPlain = !text.isEmpty && !text.utf8.contains { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
            line += " \(key)=\(isPlain ? text : JSONString.quoted(text))"
        }
        return line
    }
}
