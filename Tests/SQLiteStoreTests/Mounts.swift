import Foundation

/// A small file system of its own, in memory; nil where this process may not mount one.
final class SmallDisk {
    let folder: URL

    init?(kilobytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "relay-disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard run("/bin/mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "relay-test", folder.path) else {
            try? FileManager.default.removeItem(at: folder)
            return nil
        }
    }

    deinit {
        _ = run("/bin/umount", "-l", folder.path)
        try? FileManager.default.removeItem(at: folder)
    }

    func setReadOnly() -> Bool { run("/bin/mount", "-o", "remount,ro", folder.path) }
}

/// A file alone on a file system that is read-only; nil where this process may not mount one.
final class ReadOnlyMedia {
    private let disk: SmallDisk
    let path: String

    init?(copyOf file: String) throws {
        guard let disk = try SmallDisk(kilobytes: 4_096) else { return nil }
        self.disk = disk
        // The name has what an address would take for its own.
        path = disk.folder.appending(path: "re?lay #1%20.db").path
        try FileManager.default.copyItem(atPath: file, toPath: path)
        guard disk.setReadOnly() else { return nil }
    }
}

private func run(_ program: String, _ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}
