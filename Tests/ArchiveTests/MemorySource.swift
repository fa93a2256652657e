import Archive
import Synchronization

/// An archive in memory that behaves like an object store: it lists keys with `/` as the delimiter, keys come in pages
/// and bytes in pieces of any size, and the caller has to wait for both.
final class MemorySource: ArchiveSource {
    /// The files in the order of their keys; a name and how to get at its bytes.
    private let count: Int
    private let key: @Sendable (Int) -> String
    private let bytes: @Sendable (String) -> [UInt8]?
    private let pieceBytes: Int
    private let opened = Atomic(0)
    private let listed = Mutex<[String]>([])

    init(_ files: [(key: String, bytes: [UInt8])], pieceBytes: Int) {
        let contents = Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0.bytes) })
        let keys = files.map(\.key)
        count = keys.count
        key = { keys[$0] }
        bytes = { contents[$0] }
        self.pieceBytes = pieceBytes
    }

    /// Very many files of the same bytes.
    init(copies: Int, of content: [UInt8]) {
        count = copies
        key = { "\($0).json" }
        bytes = { _ in content }
        pieceBytes = .max
    }

    /// How many files have been opened.
    var openedCount: Int { opened.load(ordering: .relaxed) }

    /// The prefixes that have been listed, in their order.
    var listedPrefixes: [String] { listed.withLock { $0 } }

    func list(_ prefix: String) -> any ArchiveListing {
        listed.withLock { $0.append(prefix) }
        return Listing(prefix: prefix, source: self)
    }

    func open(_ file: ArchiveFile) async throws(FileError) -> any ArchiveStream {
        await Task.yield()
        opened.add(1, ordering: .relaxed)
        guard let bytes = bytes(file.key) else { throw FileError(.system(2), path: file.key) }
        return Stream(bytes, pieceBytes: pieceBytes)
    }

    func storedBytes(of file: ArchiveFile) async -> Int? { bytes(file.key)?.count }

    private final class Listing: ArchiveListing {
        private let prefix: String
        private let source: MemorySource
        private var index = 0
        private var lastPrefix: String?

        init(prefix: String, source: MemorySource) { (self.prefix, self.source) = (prefix, source) }

        func next() async -> Result<ArchiveEntry, FileError>? {
            // As if a page had ended.
            if index % 7 == 0 { await Task.yield() }
            while index < source.count {
                let key = source.key(index)
                index += 1
                guard key.hasPrefix(prefix) else { continue }
                guard let slash = key.dropFirst(prefix.count).firstIndex(of: "/") else {
                    return .success(.file(ArchiveFile(key: key)))
                }
                let below = String(key[...slash])
                guard below != lastPrefix else { continue }
                lastPrefix = below
                return .success(.prefix(below))
            }
            return nil
        }
    }

    private final class Stream: ArchiveStream {
        private var rest: ArraySlice<UInt8>
        private let pieceBytes: Int

        init(_ bytes: [UInt8], pieceBytes: Int) { (rest, self.pieceBytes) = (bytes[...], pieceBytes) }

        func read(into buffer: inout [UInt8]) async throws(FileError) -> Int {
            await Task.yield()
            let count = min(rest.count, buffer.count, pieceBytes)
            for (index, byte) in rest.prefix(count).enumerated() { buffer[index] = byte }
            rest = rest.dropFirst(count)
            return count
        }

        func close() {}
    }
}
