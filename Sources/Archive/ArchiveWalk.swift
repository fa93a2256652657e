import Glibc

/// Walks folders and files in a fixed order, one folder at a time.
///
/// Names are taken in the order of their bytes, so that every walk over the same archive meets the same files in the
/// same order. Hidden files are passed over in silence; links to files are followed, links to folders are not, since
/// they can lead in circles.
public struct ArchiveWalk: Sendable {
    /// A file as the walk meets it.
    public struct Entry: Hashable, Sendable {
        public enum Verdict: Hashable, Sendable {
            /// Is to be read.
            case log
            /// Holds no records, by its name.
            case skipped(SkippedFile.Reason)
            /// Lies outside the selection, by its key.
            case pruned
            /// Cannot be looked at.
            case failed(FileError)
        }

        public let path: String
        public let verdict: Verdict
        /// Whether the key says which account and Region the file is of, so that its events need not.
        public var isKeyed = false
        /// Whether it is known to be an ordinary file, which ends where a read comes up short.
        var isOrdinary = false
    }

    private struct Folder {
        let path: String
        var names: FolderNames
        var next = 0
    }

    private let selection: ReplaySelection
    private var roots: [String]
    private var folders: [Folder] = []

    /// How deep folders may nest; CloudTrail's own keys have nine levels.
    public static let depthLimit = 64

    public init(paths: [String], selection: ReplaySelection = ReplaySelection()) {
        roots = paths.reversed()
        self.selection = selection
    }

    /// The next file; nil at the end.
    public mutating func next() -> Entry? {
        while true {
            if folders.isEmpty {
                guard let root = roots.popLast() else { return nil }
                switch FileKind.of(root) {
                case .success(.folder):
                    if let failure = enter(root) { return failure }
                // A file that was named is read whatever its name.
                case .success(.file):
                    return Entry(path: root, verdict: Self.isOutside(selection, root) ? .pruned : .log)
                case .success(.other): return Entry(path: root, verdict: .failed(FileError(.notAFile, path: root)))
                case .failure(let error): return Entry(path: root, verdict: .failed(error))
                }
                continue
            }
            let top = folders.count - 1
            guard folders[top].next < folders[top].names.count else {
                folders.removeLast()
                continue
            }
            let (name, kind) = folders[top].names[folders[top].next]
            folders[top].next += 1
            guard name.utf8.first != UInt8(ascii: ".") else { continue }
            if let entry = visit("\(folders[top].path)/\(name)", name: name, kind: kind) { return entry }
        }
    }

    private static func isOutside(_ selection: ReplaySelection, _ path: String) -> Bool {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path[...].utf8
        return LogFileKey(fileName: name).map { !selection.mayHold($0) } ?? false
    }

    private mutating func visit(_ path: String, name: String, kind: FolderNames.Kind) -> Entry? {
        var kind = kind
        if kind == .unknown {
            switch FileKind.of(path) {
            case .success(.file): kind = .pipe
            case .success(.folder): kind = .folder
            case .success(.other): return nil
            case .failure(let error): return Entry(path: path, verdict: .failed(error))
            }
        }
        switch kind {
        case .folder: return enter(path)
        case .file: return judge(path, name: name, isOrdinary: true)
        case .pipe: return judge(path, name: name, isOrdinary: false)
        case .link:
            // A link to a file is the file; one to a folder is passed over.
            guard case .success(.file) = FileKind.of(path) else { return nil }
            return judge(path, name: name, isOrdinary: false)
        case .other, .unknown: return nil
        }
    }

    private func judge(_ path: String, name: String, isOrdinary: Bool) -> Entry {
        guard let key = LogFileKey(fileName: name) else {
            let isLog = Self.suffixes.contains { name[...].utf8.hasSuffix($0) }
            return Entry(path: path, verdict: isLog ? .log : .skipped(.name), isOrdinary: isOrdinary)
        }
        guard selection.mayHold(key) else { return Entry(path: path, verdict: .pruned) }
        switch key.content {
        case .log: return Entry(path: path, verdict: .log, isKeyed: true, isOrdinary: isOrdinary)
        case .digest: return Entry(path: path, verdict: .skipped(.digest))
        case .insight: return Entry(path: path, verdict: .skipped(.insight))
        }
    }

    /// How names of files end that a walk takes for logs or events.
    private static let suffixes: [StaticString] = [".json", ".json.gz", ".gz", ".ndjson", ".jsonl", ".log"]

    /// Goes on in a folder; returns an entry if it cannot.
    private mutating func enter(_ path: String) -> Entry? {
        guard folders.count < Self.depthLimit else {
            return Entry(path: path, verdict: .failed(FileError(.tooDeep(limit: Self.depthLimit), path: path)))
        }
        do throws(FileError) {
            folders.append(
                Folder(path: path.last == "/" ? String(path.dropLast()) : path, names: try FolderNames(of: path)))
            return nil
        } catch {
            return Entry(path: path, verdict: .failed(error))
        }
    }
}
