import Glibc

/// What a path leads to, links followed.
enum FileKind {
    case file, folder, other

    init(_ mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFDIR: self = .folder
        // Pipes too: `relay replay <(zcat …)`.
        case S_IFREG, S_IFIFO, S_IFCHR: self = .file
        default: self = .other
        }
    }
}

extension Result where Success == FileKind, Failure == FileError {
    init(of path: String) {
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            self = .success(FileKind(status.st_mode))
        } else {
            self = .failure(FileError(.system(errno), path: path))
        }
    }
}

extension FileKind {
    static func of(_ path: String) -> Result<FileKind, FileError> { Result(of: path) }
}
