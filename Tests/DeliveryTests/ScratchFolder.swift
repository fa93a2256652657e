import Foundation

/// A folder for one test, removed with the last reference to it.
final class ScratchFolder: Sendable {
    let url: URL

    /// In memory where the system has a place for that: a simulated day is ten thousand commits.
    init() throws {
        let memory = URL(filePath: "/dev/shm")
        let place =
            FileManager.default.isWritableFile(atPath: memory.path)
            ? memory : FileManager.default.temporaryDirectory
        url = place.appending(path: "delivery-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
}
