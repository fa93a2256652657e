internal import Foundation
internal import SystemPackage

/// What files and folders look like from outside, to notice that something in them has changed.
///
/// relay compares two fingerprints rather than use inotify: that watches inodes, and editors put a new file in the old
/// one's place; it also reports no changes on network file systems and in containers' shared folders.
struct FileFingerprint: Equatable {
    /// A file: where it is, which it is, its size and when it was last written.
    private struct Entry: Equatable {
        let path: String
        let device: DeviceID
        let inode: Inode
        let bytes: Int64
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int

        init(_ path: String, _ status: Stat) {
            self.path = path
            device = status.deviceID
            inode = status.inode
            bytes = status.size
            modifiedSeconds = status.st_mtim.tv_sec
            modifiedNanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Files only: what changes in a folder shows in them.
    private var entries: [Entry] = []

    /// - Parameter paths: files, and folders with all that is in them; one that does not exist may come to exist.
    init(of paths: [String]) {
        var remaining = Array(paths.reversed())
        while let path = remaining.popLast() {
            guard let status = try? Stat(FilePath(path)) else { continue }
            guard status.type == .directory else {
                entries.append(Entry(path, status))
                continue
            }
            // A link to a folder above itself would never end; only what was named is followed.
            if paths.contains(path) || !Self.isLink(path) {
                remaining += Self.names(in: path).map { "\(path)/\($0)" }
            }
        }
    }

    /// The first path that is new, gone or changed in `other`; nil when nothing is.
    func firstChange(to other: FileFingerprint) -> String? {
        for (old, new) in zip(entries, other.entries) where old != new { return min(old.path, new.path) }
        return (entries.dropFirst(other.entries.count).first ?? other.entries.dropFirst(entries.count).first)?.path
    }

    private static func isLink(_ path: String) -> Bool {
        (try? Stat(FilePath(path), followTargetSymlink: false))?.type == .symbolicLink
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
