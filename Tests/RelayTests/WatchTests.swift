import ChildProcesses
import Foundation
import ScratchFolders
import Testing

/// `--watch`, from the outside: a process that goes on until it is interrupted.
struct WatchTests {
    /// What a watching relay has printed so far, with the files it watches.
    private final class Watched {
        let folder: ScratchFolder
        private let process = Process()
        private let output: URL

        init(pattern: String, event: String) throws {
            folder = try ScratchFolder()
            try folder.write(pattern, to: "pattern.json")
            try folder.write(event, to: "events/one.json")
            output = try folder.write(Data(), to: "output")
            process.executableURL = Project.relay
            process.arguments = ["test-pattern", "--watch", "--pattern", "pattern.json", "events"]
            process.environment = [:]
            process.currentDirectoryURL = folder.url
            process.standardInput = FileHandle.nullDevice
            let printed = try FileHandle(forWritingTo: output)
            defer { try? printed.close() }
            process.standardOutput = printed
            process.standardError = printed
            try process.run()
        }

        deinit { if process.isRunning { process.terminate() } }

        /// Saves a file as editors do: written aside and put in place whole, so that no half of it can be seen.
        func save(_ text: String, to name: String) throws {
            let aside = try folder.write(text, to: "aside")
            let place = folder.url.appending(path: name)
            #expect(unsafe rename(aside.path, place.path) == 0)
        }

        /// Waits until that much has been printed, or so long that it never will be.
        func lines(_ count: Int) async throws -> [String] {
            let end = ContinuousClock.now + .seconds(RelayRun.timeLimit)
            while true {
                let isLast = ContinuousClock.now > end
                let lines = try String(contentsOf: output, encoding: .utf8).components(separatedBy: "\n").dropLast()
                if lines.count >= count || isLast || !process.isRunning { return Array(lines) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        func interrupt() async -> Int32 {
            process.interrupt()
            await process.untilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -1
        }
    }

    @Test func answersAgainWhenAFileChanges() async throws {
        let watched = try Watched(pattern: #"{"a": [1]}"#, event: #"{"a": 1}"#)
        #expect(try await watched.lines(1) == ["match"])

        try watched.save(#"{"a": 2}"#, to: "events/one.json")
        var expected = [
            "match", "-- events/one.json changed --", "no match: 0 of 1 tests held; a wanted 1, found 2",
        ]
        #expect(try await watched.lines(3) == expected)

        try watched.save(#"{"a": [2]}"#, to: "pattern.json")
        expected += ["-- pattern.json changed --", "match"]
        #expect(try await watched.lines(5) == expected)

        try watched.save(#"{"a": 3}"#, to: "events/two.json")
        let lines = try await watched.lines(8)
        #expect(lines.last == "1 of 2 events match")
        #expect(await watched.interrupt() == 0)
    }

    @Test func aMistakeDoesNotEndIt() async throws {
        let watched = try Watched(pattern: #"{"a": [1"#, event: #"{"a": 1}"#)
        #expect(try await watched.lines(3).first?.hasPrefix("relay: pattern.json:1:") == true)
        try watched.save(#"{"a": [1]}"#, to: "pattern.json")
        #expect(try await watched.lines(5).last == "match")
        #expect(await watched.interrupt() == 0)
    }

    /// Also when nothing has changed.
    @Test func endsCleanlyAtOnce() async throws {
        let watched = try Watched(pattern: #"{"a": [1]}"#, event: #"{"a": 1}"#)
        _ = try await watched.lines(1)
        #expect(await watched.interrupt() == 0)
        #expect(try await watched.lines(1) == ["match"])
    }
}
