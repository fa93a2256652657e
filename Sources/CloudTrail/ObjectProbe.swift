internal import JSONText

/// Reads an object of the outermost level as it streams by, until its keys tell what kind of text it is.
struct ObjectProbe: Sendable {
    /// What an object turned out to be.
    enum Finding: Equatable {
        /// A log file or another wrapper: its elements begin at this offset, behind the array's bracket.
        case container(LogContainer, elementsAt: Int)
        /// Passed over whole, with the rest of the text.
        case skipped(SkippedText)
        /// A whole object that is an element by itself.
        case element(Range<Int>, isRespelt: Bool)
        /// A whole CloudWatch Logs payload, still packed.
        case subscription(Range<Int>)
        /// A whole wrapper that holds nothing.
        case nothing(end: Int)
    }

    /// Where the object begins in the whole text.
    let start: Int
    /// The object from its bracket to the end of its first key's closing quotation mark, once that has been read.
    private(set) var firstKeyEnd: Int?
    /// Whether the object is already known as a container, and only the rest of it is read.
    let isTail: Bool
    private var scanner: JSONScanner
    private var keys: Set<Key> = []
    private var lastKey: Key?
    private var hasEscapes = false
    /// Where the elements of an `Events` array begin, while that array is open.
    private var eventsStart: Int?
    private var isControlMessage = false
    private var eventsAreEmpty = true

    private enum Key: Hashable {
        case records, logEvents, events, nextToken, awslogs, messageType, logFiles, digestObject, other
    }

    init(startingAt start: Int) {
        self.start = start
        isTail = false
        scanner = JSONScanner(startingAt: start)
    }

    /// Goes on with a container's object where its array ends, without having read the array.
    ///
    /// - Parameter bracket: where the array's closing bracket stands.
    init(behindArrayClosedAt bracket: Int) throws(JSONError) {
        start = bracket
        isTail = true
        // The scanner is made to believe that it has seen an object's first key and the beginning of its array.
        let seen: [UInt8] = Array("{\"\":[".utf8)
        scanner = JSONScanner(startingAt: bracket - seen.count)
        while try scanner.next(in: seen.span) != nil {}
    }

    /// The first byte that is still needed: all of an object that may be an element; a key that may have begun.
    var firstNeeded: Int { isTail ? max(start, scanner.offset - Self.keyBytesLimit) : start }

    /// The keys that tell something are shorter, even if every letter is spelt `\u0061`.
    private static let keyBytesLimit = 128

    /// Reads on; nil when more text is wanted.
    mutating func read(_ window: borrowing LogWindow) throws(JSONError) -> Finding? {
        let chunk = window.bytes.span.extracting(window.places(scanner.offset..<window.end))
        while let token = try scanner.next(in: chunk) {
            if let finding = finding(at: token, in: window) { return finding }
        }
        return nil
    }

    /// The error that the end of the text means here.
    mutating func truncation() -> JSONError? {
        do throws(JSONError) {
            _ = try scanner.finish()
            return nil
        } catch {
            return error
        }
    }

    private mutating func finding(at token: JSONToken, in window: borrowing LogWindow) -> Finding? {
        if token.hasEscapes { hasEscapes = true }
        switch (token.kind, scanner.depth) {
        case (.key, 1):
            if firstKeyEnd == nil { firstKeyEnd = token.range.upperBound + 1 }
            let key = Self.key(content(of: token, in: window))
            lastKey = key
            keys.insert(key)
        case (.key, 3):
            // Only an element of the right kind makes an `Events` array the output of `aws cloudtrail lookup-events`.
            guard let eventsStart, Self.wrappedRecordKey.elementsEqual(content(of: token, in: window))
            else { return nil }
            return .container(.lookupEvents, elementsAt: eventsStart)
        case (.string, 1) where lastKey == .messageType:
            isControlMessage = content(of: token, in: window).elementsEqual("CONTROL_MESSAGE".utf8)
        case (.beginObject, 3) where eventsStart != nil: eventsAreEmpty = false
        case (.beginArray, 2): return container(elementsAt: token.range.upperBound)
        case (.endArray, 1): eventsStart = nil
        case (.endObject, 0): return whole(start..<token.range.upperBound)
        default: break
        }
        return nil
    }

    /// A string's value; nothing when it is longer than any that matters and has left the window.
    private func content(of token: JSONToken, in window: borrowing LogWindow) -> [UInt8] {
        guard token.range.lowerBound >= window.offset else { return [] }
        return JSONString.value(of: window.bytes.span.extracting(window.places(token.range)))
    }

    private mutating func container(elementsAt offset: Int) -> Finding? {
        switch lastKey {
        case .records: return .container(.records, elementsAt: offset)
        case .logEvents: return .container(isControlMessage ? .controlMessage : .logEvents, elementsAt: offset)
        case .logFiles where keys.contains(.digestObject): return .skipped(.digest)
        case .events:
            eventsStart = offset
            return nil
        default: return nil
        }
    }

    private func whole(_ range: Range<Int>) -> Finding {
        guard !isTail else { return .nothing(end: range.upperBound) }
        if keys.isSuperset(of: [.logFiles, .digestObject]) { return .skipped(.digest) }
        if keys.contains(.awslogs) { return .subscription(range) }
        if keys.contains(.events), keys.isSubset(of: [.events, .nextToken]), eventsAreEmpty {
            return .nothing(end: range.upperBound)
        }
        return .element(range, isRespelt: hasEscapes)
    }

    static let wrappedRecordKey = Array("CloudTrailEvent".utf8)

    private static func key(_ name: [UInt8]) -> Key {
        keyNames.first { name.elementsEqual($0.0.utf8) }?.1 ?? .other
    }

    private static let keyNames: [(String, Key)] = [
        ("Records", .records), ("logEvents", .logEvents), ("Events", .events), ("NextToken", .nextToken),
        ("awslogs", .awslogs), ("messageType", .messageType), ("logFiles", .logFiles),
        ("digestS3Object", .digestObject),
    ]
}
