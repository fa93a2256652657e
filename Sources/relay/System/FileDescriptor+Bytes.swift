internal import SystemPackage

/// Whole files and whole writes, with the system's error as the only one thrown. A call that a signal interrupts is made
/// again.
extension FileDescriptor {
    /// Opens a file, not to be inherited by other programs.
    static func open(
        file path: String, _ mode: AccessMode, options: OpenOptions = [], permissions: FilePermissions? = nil
    ) throws(Errno) -> FileDescriptor {
        try systemCall { () throws in
            try open(FilePath(path), mode, options: options.union(.closeOnExec), permissions: permissions)
        }
    }

    /// Closes the descriptor. Of a file that was written, a full disk may show only here.
    func closeFile() throws(Errno) {
        try systemCall { () throws in try close() }
    }

    /// Writes all the bytes; waits where the reader is slow.
    func write(all bytes: some Sequence<UInt8>) throws(Errno) {
        _ = try systemCall { () throws in try writeAll(bytes) }
    }

    /// Everything from here to the end; nil where that is more than `limit` bytes.
    func bytesToEnd(limit: Int) throws(Errno) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(64 * 1024, limit + 1))
        while true {
            let count = try systemCall { () throws in
                try unsafe piece.withUnsafeMutableBytes { unsafe try read(into: $0) }
            }
            if count == 0 { return bytes }
            bytes += piece[..<count]
            if bytes.count > limit { return nil }
        }
    }
}

/// swift-system throws nothing but ``Errno``, and says so in its documentation only.
private func systemCall<Value>(_ call: () throws -> Value) throws(Errno) -> Value {
    do {
        return try call()
    } catch let error as Errno {
        throw error
    } catch {
        throw .ioError
    }
}
