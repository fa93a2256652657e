import Glibc
import Outbox
import Synchronization

/// A file of a store, opened by the system's own means; only its owner may read it.
final class StoreFileDescriptor: Sendable {
    private let descriptor: Mutex<CInt?>

    /// Opens the file to read and write, and makes it if it is not there.
    ///
    /// - Parameter shownPath: How errors name the store; the file itself if nil.
    init(opening path: String, namedInErrors shownPath: String? = nil) throws(StoreError) {
        let number = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else {
            let (code, shownPath) = (errno, shownPath ?? path)
            switch code {
            case EACCES, EPERM, EROFS: throw StoreError(.readOnly, path: shownPath, detail: Self.words(for: code))
            case ENOSPC, EDQUOT: throw StoreError(.full, path: shownPath, detail: Self.words(for: code))
            default: throw StoreError(.other, path: shownPath, detail: Self.words(for: code))
            }
        }
        descriptor = Mutex(number)
    }

    deinit { close() }

    /// -1 once it is closed.
    var number: CInt { descriptor.withLock { $0 ?? -1 } }

    /// The first bytes of the file; fewer than asked for where it has no more, or cannot be read.
    func firstBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        let read = unsafe bytes.withUnsafeMutableBytes { unsafe pread(number, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, read)))
    }

    func close() {
        descriptor.withLock { descriptor in
            if let number = descriptor.take() { _ = Glibc.close(number) }
        }
    }

    /// The path without links; as it is where the file is not there yet, and its folder's links are followed.
    static func resolved(_ path: String) -> String {
        if let real = realPath(path) { return real }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return realPath(".").map { "\($0)/\(path)" } ?? path
        }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return realPath(folder).map {
            "\($0)\($0.utf8.last == UInt8(ascii: "/") ? "" : "/")\(path[path.index(after: slash)...])"
        } ?? path
    }

    private static func realPath(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    private static func words(for code: CInt) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
