import Glibc

/// What the system says of a file: which it is, how long, and who may read it.
struct StoreFileStatus: Hashable, Sendable {
    /// Which file it is, whatever it is called: no two that exist at one time have the same.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    let identity: Identity
    let bytes: Int64
    /// How many names (hard links) it has; 0 once the last one was removed.
    let names: Int
    /// The nine bits of `rwxrwxrwx`.
    let rights: UInt32

    /// Follows symbolic links.
    ///
    /// - Returns: nil where there is no such file, or it may not be asked.
    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// - Parameter descriptor: A file that is open.
    init?(descriptor: CInt) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        bytes = Int64(status.st_size)
        names = Int(status.st_nlink)
        rights = UInt32(status.st_mode) & 0o777
    }

    /// Whether others than its owner may read or write it.
    var isOpenToOthers: Bool { rights & 0o077 != 0 }
}
