import CBareInflate
import Foundation
import SeededGenerators

/// Builds an archive in S3 layout whose contents are known, and says what a reader must find in it.
struct ArchiveGenerator {
    struct Plan: Codable, Equatable {
        var files: Int
        /// Records in a file, about: a few files are many times larger, most are smaller.
        var medianRecords: Int
        /// How unequal the files are; 0 makes them all alike.
        var spread: Double
        var breakGlassEvery: Int
        var seed: UInt64
    }

    struct Truth: Codable, Equatable {
        var plan: Plan
        var files = 0
        var records = 0
        var breakGlassUses = 0
        var bytes = 0
        var compressedBytes = 0
        var ratio: Double { Double(bytes) / Double(max(compressedBytes, 1)) }
    }

    let plan: Plan
    let folder: URL

    private var truthFile: URL { folder.appending(path: "truth.json") }
    /// The paths of all files, one a line, for the bare loop.
    var listFile: URL { folder.appending(path: "files.txt") }
    var archive: URL { folder.appending(path: "archive") }

    /// The archive of an earlier run if it was built to the same plan, else a new one.
    func build() throws -> Truth {
        if let data = try? Data(contentsOf: truthFile), let truth = try? JSONDecoder().decode(Truth.self, from: data),
            truth.plan == plan
        {
            return truth
        }
        try? FileManager.default.removeItem(at: folder)
        var truth = Truth(plan: plan)
        var random = SeededRandom(seed: plan.seed)
        var text: [UInt8] = []
        var paths: [String] = []
        var sinceUse = 0
        let accounts = ["111122223333", "444455556666", "777788889999"]
        let regions = ["us-east-1", "eu-west-1"]
        for index in 0..<plan.files {
            let account = accounts[index % accounts.count]
            let region = regions[index / accounts.count % regions.count]
            var records = RecordGenerator(seed: plan.seed &+ UInt64(index), account: account, region: region)
            let count = recordCount(&random)
            text.removeAll(keepingCapacity: true)
            text += #"{"Records":["#.utf8
            for record in 0..<count {
                if record > 0 { text.append(UInt8(ascii: ",")) }
                sinceUse += 1
                if sinceUse == plan.breakGlassEvery {
                    sinceUse = 0
                    truth.breakGlassUses += 1
                    records.appendBreakGlassUse(to: &text)
                } else {
                    records.appendRecord(to: &text)
                }
            }
            text += "]}".utf8
            let path = try self.path(index, account, region)
            let compressed = unsafe text.withUnsafeBufferPointer {
                unsafe cbi_write_gzip(path, $0.baseAddress, $0.count)
            }
            guard compressed > 0 else { throw BenchmarkError("cannot write \(path)") }
            paths.append(path)
            truth.files += 1
            truth.records += count
            truth.bytes += text.count
            truth.compressedBytes += Int(compressed)
        }
        try Data(paths.joined(separator: "\n").utf8).write(to: listFile)
        try JSONEncoder().encode(truth).write(to: truthFile)
        return truth
    }

    private func recordCount(_ random: inout SeededRandom) -> Int {
        // The sum of uniform numbers is near enough to a normal one; its exponential is log-normal, as file sizes are.
        let normal = (0..<12).reduce(-6.0) { sum, _ in sum + Double(random.below(1_000)) / 1_000 }
        return max(1, Int(Double(plan.medianRecords) * exp(plan.spread * normal)))
    }

    private func path(_ index: Int, _ account: String, _ region: String) throws -> String {
        let day = String(format: "2026/03/%02d", index / 5_000 % 28 + 1)
        let folder = archive.appending(path: "AWSLogs/\(account)/CloudTrail/\(region)/\(day)")
        if index < 12 || index % 5_000 < 12 {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        let name = String(
            format: "%@_CloudTrail_%@_202603%02dT%02d%02dZ_%016d.json.gz", account, region, index / 5_000 % 28 + 1,
            index / 200 % 24, index % 60, index)
        return folder.appending(path: name).path
    }
}
