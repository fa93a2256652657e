import EventPatterns
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Archive

struct ArchiveSourceTests {
    /// The files below a folder of the fixtures, in the order of their keys.
    private static func files(_ folder: String) throws -> [(key: String, bytes: [UInt8])] {
        let root = ReplayTests.fixtures.appending(path: folder)
        let paths = try #require(FileManager.default.subpaths(atPath: root.path))
        return try paths.map { root.appending(path: $0).path }
            .filter { try URL(filePath: $0).resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
            .sorted {
                $0.utf8.split(separator: 0x2F).lexicographicallyPrecedes($1.utf8.split(separator: 0x2F)) {
                    $0.lexicographicallyPrecedes($1)
                }
            }
            .map { ($0, [UInt8](try Data(contentsOf: URL(filePath: $0)))) }
    }

    /// What is found does not depend on where the bytes come from, nor on how they are cut.
    @Test(arguments: ["archive", "damaged"], [1, 17, 4_096, 1 << 20])
    func anotherSourceGivesTheSame(folder: String, pieceBytes: Int) async throws {
        let root = ReplayTests.fixtures.appending(path: folder)
        let source = MemorySource(try Self.files(folder), pieceBytes: pieceBytes)
        for jobs in [1, 3] {
            let expected = try await ReplayTests.replay([root], patterns: [ReplayTests.breakGlass], jobs: jobs)
            let found = try await ReplayTests.replay(
                [root], patterns: [ReplayTests.breakGlass], jobs: jobs, source: source)
            #expect(!found.lines.isEmpty)
            #expect(found.lines == expected.lines)
            #expect(found.summary.filesRead == expected.summary.filesRead)
            #expect(found.summary.skippedCounts == expected.summary.skippedCounts)
            #expect(found.summary.failed == expected.summary.failed)
            #expect(found.summary.malformed == expected.summary.malformed)
            // Behind damage no further piece is read, so small pieces may leave bytes unread.
            if found.summary.failedCount == 0 {
                #expect(found.summary.compressedBytes == expected.summary.compressedBytes)
            } else {
                #expect(found.summary.compressedBytes <= expected.summary.compressedBytes)
            }
        }
        let sizes = await ArchiveSize(of: [ArchiveLocation(root.path, in: source)], selection: ReplaySelection())
        #expect(
            sizes
                == (await ArchiveSize(of: [ArchiveLocation(root.path, in: FileSource())], selection: ReplaySelection()))
        )
        #expect(sizes.files > 0 && sizes.bytes > 0)
    }

    @Test func aFileThatIsNamedIsReadWhateverItsName() async throws {
        let folder = try ScratchFolder()
        let record = #"{"eventVersion":"1.08","eventName":"x"}"#
        let file = try folder.write(record, to: "events.txt")
        let named = try await ReplayTests.replay([file], patterns: [#"{"detail":{"eventName":["x"]}}"#])
        #expect(named.summary.matched == 1)
        let found = try await ReplayTests.replay([folder.url], patterns: [#"{"detail":{"eventName":["x"]}}"#])
        #expect(found.summary.matched == 0)
        #expect(found.summary.skippedCounts == [.name: 1])
    }

    @Test func foldersThatNestTooDeepAreReported() async throws {
        let folder = try ScratchFolder()
        let path = Array(repeating: "d", count: ArchiveWalk.depthLimit + 1).joined(separator: "/")
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: path), withIntermediateDirectories: true)
        let found = try await ReplayTests.replay([folder.url], patterns: [ReplayTests.breakGlass])
        let reasons = found.summary.failed.map(\.reason)
        #expect(reasons.count == 1)
        guard case .file(let error)? = reasons.first else { return #expect(Bool(false), "\(reasons)") }
        #expect(error.reason == .tooDeep(limit: ArchiveWalk.depthLimit))
    }

    /// A link to a folder could lead in circles; one to a file is the file.
    @Test func linksToFilesAreFollowed() async throws {
        let folder = try ScratchFolder()
        let file = try folder.write(#"{"eventVersion":"1.08","eventName":"x"}"#, to: "events.json")
        let manager = FileManager.default
        try manager.createSymbolicLink(at: folder.url.appending(path: "link.json"), withDestinationURL: file)
        try manager.createSymbolicLink(at: folder.url.appending(path: "loop"), withDestinationURL: folder.url)
        let found = try await ReplayTests.replay([folder.url], patterns: [#"{"detail":{"eventName":["x"]}}"#])
        #expect(found.summary.matched == 2)
        #expect(found.summary.failedCount == 0)
    }

    /// A key of CloudTrail's layout, delivered at noon.
    private static func key(_ account: String, _ region: String, _ day: String) -> String {
        let compact = day.filter { $0 != "/" }
        return "AWSLogs/\(account)/CloudTrail/\(region)/\(day)/"
            + "\(account)_CloudTrail_\(region)_\(compact)T1200Z_abcdefghijklmnop.json"
    }

    /// Folders outside the selection are not listed, and nothing of the selection is lost.
    @Test func foldersOutsideTheSelectionAreNotListed() async throws {
        let days = ["2025/12/31", "2026/02/28", "2026/03/01", "2026/03/02", "2026/03/05", "2026/03/06", "2026/04/01"]
        let record = #"{"eventVersion":"1.08","eventName":"x","eventTime":"2026-03-02T12:00:00Z"}"#
        let keys = ["111122223333", "444455556666"].flatMap { account in
            ["eu-west-1", "us-east-1"].flatMap { region in days.map { Self.key(account, region, $0) } }
        }
        let source = MemorySource(keys.sorted().map { ($0, Array(record.utf8)) }, pieceBytes: 4_096)
        var replay = Replay(patterns: PatternSet([try EventPattern(parsing: #"{"detail":{"eventName":["x"]}}"#)]))
        replay.selection = ReplaySelection(
            from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z", accounts: ["111122223333"],
            regions: ["eu-west-1"])
        let summary = Mutex(ReplaySummary(rules: 1))
        try await replay.run([ArchiveLocation("", in: source)]) { batch in summary.withLock { $0.add(batch) } }
        let trail = "AWSLogs/111122223333/CloudTrail/"
        let below = [
            "", "eu-west-1/", "eu-west-1/2026/", "eu-west-1/2026/03/", "eu-west-1/2026/03/01/",
            "eu-west-1/2026/03/02/", "eu-west-1/2026/03/05/", "eu-west-1/2026/03/06/",
        ]
        var expected = ["", "AWSLogs/", "AWSLogs/111122223333/"]
        expected += below.map { trail + $0 }
        expected.append("AWSLogs/444455556666/")
        #expect(source.listedPrefixes == expected)
        let counted = summary.withLock { $0 }
        #expect(counted.filesRead == 2)
        #expect(counted.filesPruned == 2)
        #expect(counted.prefixesPruned == 5)
        #expect(counted.matched == 2)
    }

    /// What the walk of a source gives is what the walk over the same files in a folder gives.
    @Test func theFilesOfAFolderAreWalkedAlike() async throws {
        let root = ReplayTests.fixtures.appending(path: "archive").path
        for selection in [
            ReplaySelection(), ReplaySelection(from: "2026-03-03T00:00:00Z"),
            ReplaySelection(accounts: ["111122223333"]),
        ] {
            let inMemory = MemorySource(try Self.files("archive"), pieceBytes: .max)
            var decisions: [[String]] = []
            for location in [ArchiveLocation(root, in: FileSource()), ArchiveLocation(root + "/", in: inMemory)] {
                let walk = ArchiveWalk([location], selection)
                var found: [String] = []
                while let entry = await walk.next() {
                    switch entry.decision {
                    case .read(let file, _): found.append("read \(file.key)")
                    case .prunePrefix:
                        found.append("prune \(entry.path.last == "/" ? String(entry.path.dropLast()) : entry.path)")
                    default: found.append("\(entry.path) \(entry.decision)")
                    }
                }
                decisions.append(found)
            }
            #expect(!decisions[0].isEmpty)
            #expect(decisions[0] == decisions[1])
        }
    }
}
