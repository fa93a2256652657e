internal import Glibc

/// What files and folders look like from outside, to notice that something in them has changed.
///
/// Looked at again and again rather than by inotify: that watches inodes, and editors put a new file in the old one's
/// place; it also hears nothing of changes on network file systems and in containers' shared folders.
struct FileFingerprint: Equatable {
    private struct Entry: Equatable {
        let path: String
        let device: UInt
        let inode: UInt
        let bytes: Int
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int

        init(_ path: String, _ status: stat) {
            self.path = path
            device = status.st_dev
            inode = status.st_ino
            bytes = status.st_size
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
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { continue }
            guard status.st_mode & S_IFMT == S_IFDIR else {
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
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
