import Foundation
import SystemPackage
import Testing

@testable import relay

struct LogWriterTests {
    /// Reads lines from a pipe until its end, or until one satisfies the condition.
    private static func lines(
        from descriptor: FileDescriptor, until isLast: (String) -> Bool = { _ in false }
    ) throws -> [String] {
        var bytes: [UInt8] = []
        while let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 }) ?? Optional(0) {
            let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\n").map(String.init)
            if let last = lines.lastIndex(where: isLast) { return Array(lines[...last]) }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = try unsafe piece.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            if count == 0 { return lines }
            bytes += piece[..<count]
        }
        return []
    }

    @Test func linesKeepTheirOrder() throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let writer = LogWriter(descriptor: writing)
        let numbers = (1...2_000).map(String.init)
        for number in numbers { writer.write(number) }
        writer.end()
        try writing.close()
        #expect(try Self.lines(from: reading) == numbers)
        #expect(writer.droppedLines == 0)
        try reading.close()
    }

    /// A pipe that nobody reads, and then somebody reads.
    @Test func linesThatNobodyReadsAreDroppedAndCounted() throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let writer = LogWriter(descriptor: writing)
        let filling = String(repeating: "x", count: 200)
        // More than the pipe and the writer together hold, whatever the pipe's size (1 MiB is the most by default).
        let written = (LogWriter.waitingBytesLimit + 2 << 20) / filling.utf8.count
        for number in 1...written { writer.write("\(number) \(filling)") }
        let dropped = writer.droppedLines
        #expect(dropped > 0)

        // The reader gets every line that was not dropped, then the number of those that were.
        let lines = try Self.lines(from: reading) { $0.contains("dropped") }
        #expect(lines.last == "\(dropped) log lines were dropped: nobody read them")
        #expect(
            lines.dropLast().compactMap { $0.split(separator: " ").first.map(String.init) }
                == (1...(written - dropped)).map(String.init))

        // From then on lines are written as before.
        writer.write("later")
        #expect(try Self.lines(from: reading) { $0 == "later" } == ["later"])
        #expect(writer.droppedLines == dropped)
        writer.end()
        try writing.close()
        try reading.close()
    }

    @Test func theEndWaitsNoLongerThanItsLimit() throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let writer = LogWriter(descriptor: writing)
        writer.write(String(repeating: "x", count: LogWriter.waitingBytesLimit - 1))
        // The thread is held up in a pipe that is full; this returns nevertheless.
        writer.end()
        try reading.close()
    }

    /// Each write to `/dev/full` fails, as on a full disk.
    @Test func anErrorIsKeptUntilItIsAskedFor() throws {
        let full = try FileDescriptor.open(FilePath("/dev/full"), .writeOnly)
        let writer = LogWriter(descriptor: full)
        writer.write("a line")
        writer.end()
        #expect(writer.takeError() == .noSpace)
        #expect(writer.takeError() == nil)
        try full.close()
    }

    @Test(arguments: [
        (1, "1 log line was dropped: nobody read them"), (2, "2 log lines were dropped: nobody read them"),
    ])
    func saysHowManyWereDropped(count: Int, message: String) {
        #expect(LogWriter.droppedMessage(count: count) == message)
    }
}
