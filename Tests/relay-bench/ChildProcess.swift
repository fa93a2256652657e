import Foundation

/// Runs a program to its end and says what it used.
struct ChildProcess {
    struct Usage {
        var cpuSeconds: Double
        var wallSeconds: Double
        /// The most memory that was resident at once.
        var residentBytes: Int
        var status: Int32
        var output: [UInt8]
    }

    let path: String
    let arguments: [String]

    func run() throws -> Usage {
        let outputPath = FileManager.default.temporaryDirectory.appending(path: "relay-bench-\(getpid()).out").path
        defer { try? FileManager.default.removeItem(atPath: outputPath) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var child = pid_t()
        var words: [UnsafeMutablePointer<CChar>?] = unsafe []
        for word in [path] + arguments { unsafe words.append(strdup(word)) }
        unsafe words.append(nil)
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        let start = ContinuousClock.now
        guard unsafe posix_spawn(&child, path, &actions, nil, words, environ) == 0 else {
            throw BenchmarkError("cannot run \(path)")
        }
        var status: Int32 = 0
        var usage = rusage()
        guard unsafe wait4(child, &status, 0, &usage) == child else { throw BenchmarkError("lost \(path)") }
        let wall = ContinuousClock.now - start
        return Usage(
            cpuSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime), wallSeconds: wall.seconds,
            residentBytes: usage.ru_maxrss * 1024, status: status >> 8 & 0xFF,
            output: [UInt8](try Data(contentsOf: URL(filePath: outputPath))))
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
