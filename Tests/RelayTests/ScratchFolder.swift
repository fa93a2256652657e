import Foundation

/// An empty folder for one test, removed when the last reference to it goes.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "relay-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a new file, with the folders above it. What had its name before is removed, not written through: it may be
    /// a link out of this folder.
    @discardableResult
    func write(_ bytes: Data, to path: String) throws -> URL {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: file)
        try bytes.write(to: file, options: .withoutOverwriting)
        return file
    }

    /// Writes a text file, with the folders above it.
    @discardableResult
    func write(_ text: String, to path: String) throws -> URL {
        try write(Data(text.utf8), to: path)
    }
}
