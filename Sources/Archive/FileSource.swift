import Glibc
import Synchronization

/// The files of this machine: folders, single files, pipes, and standard input by the name `-`.
///
/// Hidden files are left out. Links to files are followed; links to folders are left out, since they can lead in
/// circles. Standard input can be read once: it is empty when it is opened again.
public struct FileSource: ArchiveSource {
    /// The prefix that stands for standard input.
    public static let standardInput = "-"
    /// What standard input is called in messages.
    static let standardInputKey = "standard input"

    /// Whether standard input has been opened.
    private final class StandardInputState: Sendable {
        let isTaken = Atomic(false)
    }

    private let standardInputState = StandardInputState()

    /// All files that this process may read, and its standard input.
    public init() {}

    /// Lists a folder, or the file at a path; ``standardInput`` is a file too.
    public func list(_ prefix: String) -> any ArchiveListing { FileListing(of: prefix) }

    /// Opens a file without blocking on its content.
    ///
    /// - Throws: ``FileError`` with the system's error number.
    public func open(_ file: ArchiveFile) throws(FileError) -> any ArchiveStream {
        if file.form == .standardInput {
            let isTaken = standardInputState.isTaken.exchange(true, ordering: .relaxed)
            return FileStream(STDIN_FILENO, key: file.key, endsShort: false, isOwner: false, isAtEnd: isTaken)
        }
        let descriptor = unsafe Glibc.open(file.key, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.system(errno), path: file.key) }
        return FileStream(descriptor, key: file.key, endsShort: file.form == .regular, isOwner: true)
    }

    /// The file's size; nil for standard input and for files that are gone.
    public func storedBytes(of file: ArchiveFile) -> Int? {
        var status = stat()
        guard file.form != .standardInput, unsafe stat(file.key, &status) == 0 else { return nil }
        return Int(status.st_size)
    }
}

/// An open file. It is closed with its last reference at the latest.
final class FileStream: ArchiveStream {
    private let descriptor: Int32
    private let key: String
    /// Whether a read that returns less than was asked for has met the end.
    private let endsShort: Bool
    /// Whether the descriptor is closed with the stream; false once it is closed.
    private var isOpen: Bool
    private var isAtEnd: Bool

    /// - Parameters:
    ///   - key: The path of errors.
    ///   - endsShort: Whether a read that returns less than was asked for has met the end.
    ///   - isOwner: Whether closing the stream closes the descriptor.
    ///   - isAtEnd: Whether there is nothing to read.
    init(_ descriptor: Int32, key: String, endsShort: Bool, isOwner: Bool, isAtEnd: Bool = false) {
        self.descriptor = descriptor
        self.key = key
        self.endsShort = endsShort
        self.isAtEnd = isAtEnd
        isOpen = isOwner
    }

    deinit { close() }

    func read(into buffer: inout [UInt8]) throws(FileError) -> Int {
        guard !isAtEnd else { return 0 }
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw FileError(.system(errno), path: key)
            }
            // One more read that only reports the end would be a fifth of the work on small files.
            isAtEnd = count == 0 || endsShort && count < buffer.count
            return count
        }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }
}
