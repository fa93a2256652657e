internal import Glibc
internal import RelayMetrics
internal import TextFormats

/// Reads from the system what this process takes of it. What cannot be read is left out, as on a system without `/proc`.
extension ProcessFigures {
    static var current: ProcessFigures {
        var figures = ProcessFigures(
            stat: text(of: "/proc/self/stat"), systemStat: text(of: "/proc/stat"),
            ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)), pageBytes: sysconf(Int32(_SC_PAGESIZE)))
        figures.openFiles = openFileCount
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.openFilesLimit = Int64(clamping: limit.rlim_cur)
        }
        return figures
    }

    /// - Parameters:
    ///   - stat: `/proc/self/stat`: one line of fields, the second in parentheses with any character in it.
    ///   - systemStat: `/proc/stat`, which has the time of the system's start in the line `btime`.
    /// Source: proc(5).
    init(stat: String, systemStat: String, ticksPerSecond: Int, pageBytes: Int) {
        self.init()
        guard let name = stat.utf8.lastIndex(of: UInt8(ascii: ")")), ticksPerSecond > 0, pageBytes > 0 else { return }
        // The third field of proc(5) is the first one here.
        let fields = stat[name...].split(separator: " ").dropFirst().map { Int64($0.trimmed) }
        func field(_ number: Int) -> Int64? { fields.indices.contains(number - 3) ? fields[number - 3] : nil }
        func milliseconds(ticks: Int64) -> Int64 {
            let (product, overflow) = ticks.multipliedReportingOverflow(by: 1_000)
            return overflow ? .max : product / Int64(ticksPerSecond)
        }
        if let user = field(14), let kernel = field(15) {
            cpu = .milliseconds(milliseconds(ticks: user)) + .milliseconds(milliseconds(ticks: kernel))
        }
        virtualBytes = field(23)
        if let pages = field(24) {
            let (bytes, overflow) = pages.multipliedReportingOverflow(by: Int64(pageBytes))
            residentBytes = overflow ? nil : bytes
        }
        if let ticks = field(22), let boot = Self.bootSeconds(systemStat) {
            startedAt = Timestamp(milliseconds: 0) + .seconds(boot) + .milliseconds(milliseconds(ticks: ticks))
        }
    }

    private static func bootSeconds(_ systemStat: String) -> Int64? {
        let line = systemStat.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Int64($0.dropFirst("btime ".count).trimmed) }
    }

    private static func text(of path: String) -> String {
        let bytes = try? InputFile.bytes(at: path)
        return String(decoding: bytes ?? [], as: UTF8.self)
    }

    /// Entries of `/proc/self/fd`, without the one that is open to read them.
    private static var openFileCount: Int64? {
        guard let folder = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(folder) }
        var count: Int64 = 0
        while let entry = unsafe readdir(folder) {
            // `.` and `..` are no files of ours.
            if unsafe entry.pointee.d_type == UInt8(DT_LNK) { count += 1 }
        }
        return count - 1
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        prefix { $0 != "\n" }
    }
}
