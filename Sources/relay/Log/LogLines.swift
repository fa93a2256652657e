internal import JSONText
internal import Logging
internal import Outbox
internal import TextFormats

/// How log lines look: JSON for machines, or text for people.
enum LogFormat: String, CaseIterable, Sendable {
    case json, text

    /// One line, without its line end. What comes from outside is made printable, so that an entry is never more than
    /// its line.
    ///
    /// - Parameter part: Which part of relay logs.
    func line(
        _ time: Timestamp, _ level: Logger.Level, part: String, _ message: String,
        _ fields: [(key: String, value: String)] = []
    ) -> String {
        switch self {
        case .json: Self.json(time, level, part, message, fields)
        case .text: Self.text(time, level, part, message, fields)
        }
    }

    private static func json(
        _ time: Timestamp, _ level: Logger.Level, _ part: String, _ message: String,
        _ fields: [(key: String, value: String)]
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("time", "\(time)")
            json.member("level", level.rawValue)
            json.member("part", part)
            json.member("message", message)
            for (key, value) in fields { json.member(key, value) }
        }
        return json.text
    }

    private static func text(
        _ time: Timestamp, _ level: Logger.Level, _ part: String, _ message: String,
        _ fields: [(key: String, value: String)]
    ) -> String {
        var line = "\(time) \(level.rawValue) \(part): \(message.printable)"
        for (key, value) in fields {
            let text = value.printable
            let isPlain = !text.isEmpty && !text.utf8.contains { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
            line += " \(key)=\(isPlain ? text : JSONString.quoted(text))"
        }
        return line
    }
}

/// Writes each log entry as one line.
///
/// Secrets never come here: each caller has masked them.
struct LogLines: LogHandler {
    /// The least level that is written.
    var logLevel: Logger.Level
    /// Fields of every entry.
    var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat
    private let writer: LogWriter
    private let clock: any WallClock

    /// - Parameter writer: One for all loggers, so that lines do not run into each other.
    init(label: String, format: LogFormat, level: Logger.Level, writer: LogWriter, clock: any WallClock) {
        self.label = label
        self.format = format
        logLevel = level
        self.writer = writer
        self.clock = clock
    }

    /// A field of every entry.
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an entry as a line. Fields stand in the order of their names.
    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        writer.write(
            format.line(
                clock.now, event.level, part: label, event.message.description,
                fields.map { ($0.key, $0.value.description) }))
    }
}

extension LogWriter {
    /// A writer of lines of one format to standard error, whose own line about dropped ones has the same format.
    static func standardError(_ format: LogFormat, clock: any WallClock) -> LogWriter {
        LogWriter { count in format.line(clock.now, .warning, part: "log", droppedMessage(count: count)) }
    }
}
