/// Where an archive lies: lists what stands under a prefix, one level at a time, and opens files by their keys.
///
/// ``FileSource`` is the source of folders, single files and standard input. An object store is one more: it lists keys
/// with `/` as the delimiter, a page at a time, and streams the body of an object. Everything that reads an archive
/// reads it through these calls.
///
/// A key is text with `/` between its parts; the last part is the file's name. A source may be asked by several tasks
/// at a time. A listing and a stream belong to one task each.
public protocol ArchiveSource: Sendable {
    /// Lists the files and the prefixes directly under a prefix. Nothing is looked at before the first entry is asked
    /// for.
    ///
    /// - Parameter prefix: One that was asked for or that a listing of this source has returned.
    func list(_ prefix: String) -> any ArchiveListing

    /// Opens a file for reading from its start.
    ///
    /// - Parameter file: One that this source has listed.
    /// - Throws: ``FileError`` with the file's key as its path.
    func open(_ file: ArchiveFile) async throws(FileError) -> any ArchiveStream

    /// How many bytes a file has as it is stored, compressed or not; nil where that cannot be found out. Progress is
    /// shown by it.
    func storedBytes(of file: ArchiveFile) async -> Int?
}

/// The entries directly under a prefix, one after the other, in the source's own order, which is the same each time.
public protocol ArchiveListing: AnyObject {
    /// Returns the next entry, or nil at the end. After an error the listing goes on, unless the error was its last
    /// entry.
    func next() async -> Result<ArchiveEntry, FileError>?
}

/// One entry of an ``ArchiveListing``.
public enum ArchiveEntry: Hashable, Sendable {
    case file(ArchiveFile)
    /// A prefix under which there is more, to be listed by itself: a folder, or the common prefix of some keys.
    case prefix(String)
}

/// The bytes of one file as they are stored, compressed or not.
public protocol ArchiveStream: AnyObject {
    /// Reads the next bytes into a buffer, from the buffer's start.
    ///
    /// - Parameter buffer: Never empty. At most as many bytes are read as it holds, and its length stays as it is.
    /// - Returns: How many bytes were read; 0 at the end and nowhere else.
    /// - Throws: ``FileError``, after which the stream is not read on.
    func read(into buffer: inout [UInt8]) async throws(FileError) -> Int

    /// Releases what the stream holds. The stream is not used afterwards.
    func close()
}

/// One file of an archive, as its source lists it.
public struct ArchiveFile: Hashable, Sendable {
    /// What ``FileSource`` knows of a file before it opens it.
    enum Form: Hashable, Sendable {
        /// A regular file: a read that returns less than was asked for has met the end.
        case regular
        /// A pipe, a device, or a file whose form is not known.
        case other
        case standardInput
    }

    /// What the file is opened by and called in messages: a path, the key of an object, or `standard input`.
    public let key: String
    /// Whether the file itself was asked for, rather than a folder around it. Such a file is read whatever its name is.
    public let isNamed: Bool
    let form: Form

    /// - Parameters:
    ///   - key: ``key``.
    ///   - isNamed: ``isNamed``.
    public init(key: String, isNamed: Bool = false) { self.init(key: key, isNamed: isNamed, form: .other) }

    init(key: String, isNamed: Bool = false, form: Form) {
        (self.key, self.isNamed, self.form) = (key, isNamed, form)
    }

    /// The last part of the key.
    var name: Substring.UTF8View {
        let bytes = key[...].utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes }
        return bytes[bytes.index(after: slash)...]
    }
}

/// A part of an archive: a source and a prefix in it.
public struct ArchiveLocation: Sendable {
    /// What lists and opens the files.
    public let source: any ArchiveSource
    /// A folder, a file's key, or another text that the source lists.
    public let prefix: String

    /// - Parameters:
    ///   - prefix: ``prefix``.
    ///   - source: ``source``.
    public init(_ prefix: String, in source: any ArchiveSource) {
        (self.source, self.prefix) = (source, prefix)
    }
}
