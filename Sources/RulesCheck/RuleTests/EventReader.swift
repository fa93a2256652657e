import CloudTrail
import Gzip

/// Reads the events of a file that a test names: any form that CloudTrail or EventBridge writes, gzipped or not.
public struct EventReader: Sendable {
    /// How many bytes of content a file of a test may have, decompressed.
    public static let contentBytesLimit = 64 << 20

    /// EventBridge events as JSON text, in the order of the file.
    public private(set) var events: [[UInt8]] = []
    /// What could not be read, in words.
    public private(set) var faults: [String] = []

    /// Reads all of a file's content; what cannot be read is in ``faults``.
    public init(_ bytes: [UInt8]) {
        let text: [UInt8]
        do throws(GzipError) {
            text = try Self.inflated(bytes)
        } catch {
            faults = ["\(error)"]
            return
        }
        var reader = LogReader(checking: .strict)
        var collector = EventCollector()
        reader.read(text.span, into: &collector)
        reader.finish(into: &collector)
        for finding in collector.takeFindings() {
            switch finding {
            case .event(let event): events.append(event)
            case .fault(let fault): faults.append("\(fault)")
            }
        }
        if let kind = collector.skipped { faults.append("a \(kind.rawValue) file holds no events") }
    }

    private static func inflated(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        var inflater = try Inflater(contentBytesLimit: contentBytesLimit)
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var taken = 0
        repeat {
            var output = buffer.mutableSpan
            let step = try inflater.inflate(bytes.span.extracting(droppingFirst: taken), into: &output)
            taken += step.taken
            content += buffer[..<step.produced]
        } while inflater.hasMore || taken < bytes.count
        try inflater.finish()
        return content
    }
}
