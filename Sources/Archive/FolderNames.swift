import Glibc

/// The names in one folder, in the order of their bytes.
///
/// All names lie in one array: a folder of a hundred thousand files costs eight megabytes and not a hundred thousand
/// allocations.
struct FolderNames: Sendable {
    enum Kind: UInt8, Sendable { case file, pipe, folder, link, other, unknown }

    private struct Name {
        var start: Int32
        var count: UInt16
        var kind: Kind
    }

    private var bytes: [UInt8] = []
    private var names: [Name] = []

    var count: Int { names.count }

    subscript(index: Int) -> (name: String, kind: Kind) {
        let name = names[index]
        let range = Int(name.start)..<Int(name.start) + Int(name.count)
        return (String(decoding: bytes[range], as: UTF8.self), name.kind)
    }

    init(of path: String) throws(FileError) {
        guard let folder = unsafe opendir(path) else { throw FileError(.system(errno), path: path) }
        defer { unsafe closedir(folder) }
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else {
                if errno != 0 { throw FileError(.system(errno), path: path) }
                break
            }
            let kind = Kind(systemType: Int32(unsafe entry.pointee.d_type))
            // The name ends with a zero byte and has at most 255 others.
            unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { name in
                    let count = unsafe strnlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self), 255)
                    guard unsafe !Self.isSelfOrParent(name, count) else { return }
                    names.append(Name(start: Int32(bytes.count), count: UInt16(count), kind: kind))
                    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: name, count: count))
                }
            }
        }
        let all = bytes
        names.sort { left, right in
            all[Int(left.start)..<Int(left.start) + Int(left.count)].lexicographicallyPrecedes(
                all[Int(right.start)..<Int(right.start) + Int(right.count)])
        }
    }

    private static func isSelfOrParent(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let dot = UInt8(ascii: ".")
        return unsafe (count == 1 && name[0] == dot) || (count == 2 && name[0] == dot && name[1] == dot)
    }
}

extension FolderNames.Kind {
    /// From the system's `DT_…` numbers; some file systems do not say.
    init(systemType: Int32) {
        switch systemType {
        case Int32(DT_REG): self = .file
        case Int32(DT_FIFO), Int32(DT_CHR): self = .pipe
        case Int32(DT_DIR): self = .folder
        case Int32(DT_LNK): self = .link
        case Int32(DT_UNKNOWN): self = .unknown
        default: self = .other
        }
    }
}
