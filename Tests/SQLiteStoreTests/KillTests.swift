import Foundation
import GRDB
import Glibc
import Outbox
import RelayTesting
import SeededGenerators
import Testing

@testable import SQLiteStore

/// A real process that is killed with SIGKILL while it writes.
struct KillTests {
    /// What the process said before it was killed, by kind.
    private struct Said {
        var accepted: Set<String> = []
        var delivered: Set<String> = []

        mutating func add(_ output: Data) {
            // A line that was cut short was not said.
            let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines.dropLast() {
                let words = line.split(separator: " ").map(String.init)
                guard words.count == 2 else { continue }
                if words[0] == "accepted" { accepted.insert(words[1]) } else { delivered.insert(words[1]) }
            }
        }
    }

    private static var relayTrial: URL {
        get throws {
            try #require(Bundle.main.executableURL).deletingLastPathComponent().appending(path: "relay-trial")
        }
    }

    /// Runs the process until it has said so many bytes, and kills it.
    private func run(_ path: String, prefix: String, killedAfterBytes limit: Int) throws -> Data {
        let process = Process()
        process.executableURL = try Self.relayTrial
        process.arguments = ["write-store", path, "--prefix", prefix]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var output = Data()
        while output.count < limit, let part = try pipe.fileHandleForReading.read(upToCount: 512), !part.isEmpty {
            output += part
        }
        kill(process.processIdentifier, SIGKILL)
        output += try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        return output
    }

    @Test(arguments: [1, 2] as [UInt64]) func keepsAllThatItSaidItHad(seed: UInt64) async throws {
        let scratch = try ScratchStore()
        var random = SeededRandom(seed: seed)
        var said = Said()
        for round in 0..<5 {
            let limit = Int.random(in: 0..<8_000, using: &random)
            said.add(try run(scratch.path, prefix: "\(seed)-\(round)", killedAfterBytes: limit))
        }
        try #require(!said.delivered.isEmpty)
        let store = try scratch.open()
        let integrity = try await store.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        #expect(integrity == ["ok"])
        let deliveries = try await store.deliveries(OutboxFilter(), limit: .max)
        let kept = Set(deliveries.compactMap(\.eventID))
        #expect(said.accepted.subtracting(kept).isEmpty)
        #expect(kept.count == deliveries.count)
        let delivered = Set(deliveries.filter { $0.state == .delivered }.compactMap(\.eventID))
        #expect(said.delivered.subtracting(delivered).isEmpty)
        let books = try await store.books()
        #expect(books.balance)
        #expect(books.counts.contains(Count(.received(.accepted), Int64(deliveries.count))))
        // What was on its way when the process was killed is sent again.
        let sending = deliveries.count { $0.state == .sending }
        #expect(try await store.recoverInterrupted(at: Sample.noon) == sending)
        #expect(try await store.books().balance)
    }
}
