import Glibc

/// Lists one folder, or names the file that a path leads to.
///
/// Names come in the order of their bytes, so that every listing of the same folder has the same order. See
/// ``FileSource`` for what is left out.
final class FileListing: ArchiveListing {
    /// The path to list, until it has been looked at.
    private var path: String?
    /// What stands before each name of the folder.
    private var folder = ""
    private var names: DirectoryListing?
    private var nextName = 0

    init(of path: String) { self.path = path }

    func next() -> Result<ArchiveEntry, FileError>? {
        if let path {
            self.path = nil
            if let found = look(at: path) { return found }
        }
        while let names, nextName < names.count {
            let (name, kind) = names[nextName]
            nextName += 1
            guard name.utf8.first != UInt8(ascii: ".") else { continue }
            if let found = Self.entry("\(folder)/\(name)", kind: kind) { return found }
        }
        return nil
    }

    /// Reads the folder at a path; returns the entry for a path that leads to a file.
    private func look(at path: String) -> Result<ArchiveEntry, FileError>? {
        if path == FileSource.standardInput {
            return .success(.file(ArchiveFile(key: FileSource.standardInputKey, isNamed: true, form: .standardInput)))
        }
        do throws(FileError) {
            names = try DirectoryListing(of: path)
            folder = path.last == "/" ? String(path.dropLast()) : path
            return nil
        } catch {
            guard error.reason == .system(ENOTDIR) else { return .failure(error) }
        }
        switch Self.kind(of: path) {
        case .success(.file): return .success(.file(ArchiveFile(key: path, isNamed: true)))
        case .success: return .failure(FileError(.notAFile, path: path))
        case .failure(let error): return .failure(error)
        }
    }

    /// What a name in a folder stands for; nil where it is left out.
    private static func entry(_ path: String, kind: DirectoryListing.Kind) -> Result<ArchiveEntry, FileError>? {
        switch kind {
        case .folder: return .success(.prefix(path))
        case .file: return .success(.file(ArchiveFile(key: path, form: .regular)))
        case .pipe: return .success(.file(ArchiveFile(key: path)))
        case .link:
            // A link to a file is the file; one to a folder is left out.
            guard case .success(.file) = Self.kind(of: path) else { return nil }
            return .success(.file(ArchiveFile(key: path)))
        case .unknown:
            switch Self.kind(of: path) {
            case .success(.file): return .success(.file(ArchiveFile(key: path)))
            case .success(.folder): return .success(.prefix(path))
            case .success(.other): return nil
            case .failure(let error): return .failure(error)
            }
        case .other: return nil
        }
    }

    private enum Kind { case file, folder, other }

    /// What a path leads to, links followed.
    private static func kind(of path: String) -> Result<Kind, FileError> {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .failure(FileError(.system(errno), path: path)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .success(.folder)
        // Pipes too: `relay replay <(zcat …)`.
        case S_IFREG, S_IFIFO, S_IFCHR: return .success(.file)
        default: return .success(.other)
        }
    }
}
