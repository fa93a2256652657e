import Foundation
import SystemPackage
import Testing

@testable import relay

struct LogWriterTests {
    /// Reads lines from a pipe until its end, or until one satisfies the condition, which is asked of each line once.
    private static func lines(
        from descriptor: FileDescriptor, until isLast: (String) -> Bool = { _ in false }
    ) throws -> [String] {
        var (lines, rest): ([String], [UInt8]) = ([], [])
        while true {
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
                if isLast(lines[lines.count - 1]) { return lines }
            }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = try unsafe piece.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            if count == 0 { return lines }
            rest += piece[..<count]
        }
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
        #expect(writer.droppedLines > 0)

        // The reader gets every line or, where lines are missing, how many. That may be in several places: it depends on
        // when the writer's thread came to run.
        var (accounted, dropped) = (0, 0)
        var misplaced: [String] = []
        _ = try Self.lines(from: reading) { line in
            let words = line.split(separator: " ")
            let number = words.first.flatMap { Int($0) } ?? 0
            if words.dropFirst().first == "log" {
                (accounted, dropped) = (accounted + number, dropped + number)
            } else {
                if number != accounted + 1 { misplaced.append("\(number) after \(accounted)") }
                accounted += 1
            }
            return accounted >= written
        }
        #expect(misplaced == [])
        #expect(accounted == written)
        #expect(dropped == writer.droppedLines)

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
        // As `relay` does: a reader who goes away is an error of the write, and not the end of the process.
        _ = signal(SIGPIPE, SIG_IGN)
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
