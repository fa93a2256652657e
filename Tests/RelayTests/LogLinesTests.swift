import Foundation
import JSONText
import Logging
import RelayTesting
import Testing

@testable import relay

struct LogLinesTests {
    /// What a logger writes.
    static func lines(_ format: LogLines.Format, _ body: (Logger) -> Void) throws -> [String] {
        let pipe = Pipe()
        let output = LogLines.Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let logger = Logger(label: "server") { label in
            LogLines(label: label, format: format, level: .info, output: output, clock: HandClock())
        }
        body(logger)
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }

    @Test func jsonIsOneObjectALine() throws {
        let lines = try Self.lines(.json) { logger in
            logger.info("accepted", metadata: ["event_id": "e\"1\n", "rules": "a,b"])
            logger.debug("not shown")
        }
        #expect(lines.count == 1)
        let root = try JSONDocument(parsing: lines[0]).root
        #expect(root["time"]?.string == "2026-03-02T09:14:07.000Z")
        #expect(root["level"]?.string == "info")
        #expect(root["part"]?.string == "server")
        #expect(root["message"]?.string == "accepted")
        #expect(root["event_id"]?.string == "e\"1\n")
    }

    @Test func textIsPrintableAndOneLine() throws {
        let lines = try Self.lines(.text) { logger in
            logger.warning("odd \u{1B}[31m name\nsecond line", metadata: ["who": "a b", "plain": "x", "empty": ""])
        }
        #expect(
            lines == [
                #"2026-03-02T09:14:07.000Z warning server: odd \u001B[31m name\u000Asecond line empty="" plain=x who="a b""#
            ])
    }
}
