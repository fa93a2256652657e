import Glibc
import Synchronization

/// How much a walk will read: for saying how far a replay has come.
public struct ArchiveSize: Hashable, Sendable {
    public private(set) var files = 0
    /// As the files lie on disk, compressed.
    public private(set) var bytes = 0

    /// Walks the whole archive and asks each file for its size; ends early when the task is cancelled.
    public init(of walk: ArchiveWalk) {
        var walk = walk
        while !Task.isCancelled, let entry = walk.next() {
            guard entry.verdict == .log else { continue }
            files += 1
            var status = stat()
            if unsafe stat(entry.path, &status) == 0 { bytes += Int(status.st_size) }
        }
    }

    /// A size that is found out elsewhere, and not known until then.
    public final class Box: Sendable {
        private let size = Mutex<ArchiveSize?>(nil)

        public init() {}

        public var value: ArchiveSize? { size.withLock { $0 } }
        public func set(_ size: ArchiveSize) { self.size.withLock { $0 = size } }
    }
}
