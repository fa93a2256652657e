import Glibc

/// How much room there is on the disk that a store is on.
struct StoreRoom: Hashable, Sendable {
    /// With less left than this a disk counts as full: an event of the largest size takes a tenth of it, and SQLite's log
    /// needs room before the file does.
    static let reserveBytes: UInt64 = 8 << 20
    /// A small disk counts as full only with less than this part of it left.
    static let reservePart: UInt64 = 20

    /// Bytes that this process may still write.
    let availableBytes: UInt64
    /// Bytes of the whole disk.
    let totalBytes: UInt64

    /// Memberwise.
    init(availableBytes: UInt64, totalBytes: UInt64) {
        self.availableBytes = availableBytes
        self.totalBytes = totalBytes
    }

    /// - Returns: nil where the system does not tell.
    init?(of path: String) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
        let blockBytes = UInt64(status.f_frsize)
        let free = UInt64(geteuid() == 0 ? status.f_bfree : status.f_bavail)
        availableBytes = free.multipliedReportingOverflow(by: blockBytes).partialValue
        totalBytes = UInt64(status.f_blocks).multipliedReportingOverflow(by: blockBytes).partialValue
    }

    /// Whether the next event may not fit.
    var isFull: Bool { availableBytes < min(Self.reserveBytes, totalBytes / Self.reservePart) }

    /// What is left, for people.
    var sentence: String { "\(availableBytes / 1_024) KiB are left" }
}
