import Synchronization

/// How much of an archive a replay will read: for saying how far it has come.
public struct ArchiveSize: Hashable, Sendable {
    /// How many files a replay will read.
    public private(set) var files = 0
    /// As the files are stored, compressed. Files whose size is not known count as empty.
    public private(set) var bytes = 0

    /// Lists the whole archive and asks for the size of each file that a replay will read; ends early when the task is
    /// cancelled.
    public init(of locations: [ArchiveLocation], selection: ReplaySelection) async {
        let walk = ArchiveWalk(locations, selection)
        while !Task.isCancelled, let next = await walk.next() {
            guard case .read(let file, _) = next.decision else { continue }
            files += 1
            bytes += await next.source.storedBytes(of: file) ?? 0
        }
    }

    /// A size that another task finds out; nil until it has.
    public final class Box: Sendable {
        private let size = Mutex<ArchiveSize?>(nil)

        /// A box without a size.
        public init() {}

        /// The size, once it is known.
        public var value: ArchiveSize? { size.withLock { $0 } }
        /// Makes the size known.
        public func set(_ size: ArchiveSize) { self.size.withLock { $0 = size } }
    }
}
