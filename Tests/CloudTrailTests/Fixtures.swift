import Foundation
import Gzip
import JSONText
import Testing

/// The files in `fixtures`, and real records where they lie beside the project.
enum Fixtures {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let folder = root.appending(path: "fixtures")
    static let archive = folder.appending(path: "archive")

    static let corpus = root.appending(path: "../shared/corpus").standardizedFileURL
    static let corpusAbsence: Comment =
        "3,502 published CloudTrail records may not be copied into the repository; fixtures/archive stands for them"
    static let corpusIsPresent = FileManager.default.fileExists(atPath: corpus.path)

    /// The events in `fixtures/events`, by name.
    static let eventNames = files(in: folder.appending(path: "events")).map {
        $0.deletingPathExtension().lastPathComponent
    }

    static func event(_ name: String) throws -> JSONValue {
        try JSONDocument(parsing: bytes(of: folder.appending(path: "events/\(name).json"))).root
    }

    static func truth() throws -> JSONValue {
        try JSONDocument(parsing: bytes(of: folder.appending(path: "truth.json"))).root
    }

    /// Every record of the log files below a folder, in no order.
    static func records(below folder: URL) throws -> [JSONValue] {
        try files(in: folder).filter { $0.path.contains("/CloudTrail/") }
            .flatMap { try JSONDocument(parsing: bytes(of: $0)).root["Records"]?.elements ?? [] }
    }

    private static func files(in folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (found?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "json" || $0.pathExtension == "gz" }.sorted { $0.path < $1.path }
    }

    private static func bytes(of file: URL) throws -> [UInt8] {
        let data = [UInt8](try Data(contentsOf: file))
        var inflater = try Inflater(contentBytesLimit: 64 << 20)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var content: [UInt8] = []
        var taken = 0
        repeat {
            var output = buffer.mutableSpan
            let step = try inflater.inflate(data.span.extracting(taken...), into: &output)
            taken += step.taken
            content += buffer[..<step.produced]
        } while inflater.hasMore || taken < data.count
        try inflater.finish()
        return content
    }
}
