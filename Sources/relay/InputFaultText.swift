internal import Archive
internal import CloudTrail
internal import Diagnostics

/// Says what is wrong with an event, and shows where if that is text that somebody can look at.
///
/// Faults carry offsets into the uncompressed text. Of JSON among the arguments and of a plain file named there the line
/// is shown; of a file in an archive the offset has to do.
struct InputFaultText {
    /// How many lines are shown: every one of them takes reading the file again.
    static let excerptsLimit = 20

    private let arguments: [String]
    private var excerptsLeft = Self.excerptsLimit

    /// - Parameter arguments: what the events were named by.
    init(arguments: [String]) {
        self.arguments = arguments
    }

    mutating func text(for record: MalformedRecord) -> String {
        shown(record.fault, in: record.path) ?? record.description.printable
    }

    mutating func text(for file: FailedFile) -> String {
        switch file.reason {
        case .notALog(let fault), .truncated(let fault):
            if let text = shown(fault, in: file.path) { return text }
        case .file, .gzip, .interrupted: break
        }
        return file.description.printable
    }

    private mutating func shown(_ fault: RecordFault, in name: String) -> String? {
        guard excerptsLeft > 0, let bytes = bytes(of: name) else { return nil }
        excerptsLeft -= 1
        let source = SourceText(name: name.printable, bytes: bytes)
        let excerpt = source.excerpt(ofBytes: fault.offset..<fault.offset + 1)
        return "\(source.place(ofByte: fault.offset)): \(fault.reason)\n\(excerpt)"
    }

    private func bytes(of name: String) -> [UInt8]? {
        let names = arguments.indices.map { EventInput.name(ofArgument: $0) }
        if let index = names.firstIndex(of: name), EventInput.isJSON(arguments[index]) {
            return Array(arguments[index].utf8)
        }
        // A pipe has nothing more to give, and to open it again would wait for another writer.
        guard arguments.contains(name), InputFile.isRegular(name), let bytes = try? InputFile.bytes(at: name) else {
            return nil
        }
        // So begins what is gzipped (RFC 1952, 2.3.1).
        return bytes.starts(with: [0x1F, 0x8B]) ? nil : bytes
    }
}
