public import Foundation

/// An empty folder for one test, removed when the last reference to it goes.
public final class ScratchFolder: Sendable {
    public let url: URL

    /// - Parameter inMemory: Whether to take a file system in memory where there is one, for tests that make thousands of
    ///   commits.
    public init(inMemory: Bool = false) throws {
        let memory = URL(filePath: "/dev/shm")
        let isInMemory = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
        url = (isInMemory ? memory : FileManager.default.temporaryDirectory)
            .appending(path: "relay-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    public func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a new file, with the folders above it. A file or link that has the name is replaced, not written through: it
    /// may lead out of this folder.
    @discardableResult
    public func write(_ bytes: Data, to path: String) throws -> URL {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        // In place at once: a reader sees the old one or the new one.
        let part = file.deletingLastPathComponent().appending(path: ".\(UUID().uuidString)")
        try bytes.write(to: part, options: .withoutOverwriting)
        guard unsafe rename(part.path, file.path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return file
    }

    /// Writes a text file, as ``write(_:to:)``.
    @discardableResult
    public func write(_ text: String, to path: String) throws -> URL { try write(Data(text.utf8), to: path) }

    public func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(path: name)) }
}
