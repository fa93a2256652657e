/// Takes what a ``LogReader`` finds, in the order of the text.
public protocol RecordSink: ~Copyable {
    /// Takes some elements that stand in `text`, which is only lent.
    mutating func take(_ batch: RecordBatch, in text: Span<UInt8>)
    /// Takes note of a record that could not be read.
    mutating func take(_ fault: RecordFault)
    /// Takes note that the text is not a log file and that its rest is passed over.
    mutating func skip(_ kind: SkippedText)
}

/// Elements found in one piece of text. Each is a CloudTrail record or an EventBridge event, which its content decides;
/// see ``EventEnvelope``.
public struct RecordBatch: Hashable, Sendable {
    /// One element, by where it stands.
    public struct Element: Hashable, Sendable {
        /// Where it stands in the batch's text; it begins with `{` and ends with `}`.
        public var range: Range<Int>
        /// Whether it may hold `\u` or `\/`, which can spell any literal without its plain bytes.
        public var isRespelt: Bool
    }

    /// Never empty.
    public internal(set) var elements: [Element] = []
    /// How many elements and faults of the same text came before the first one.
    public internal(set) var firstIndex = 0
    /// Where the batch's text begins in the whole, uncompressed text.
    var textOffset = 0
    /// Whether the elements were unpacked from something, so that offsets inside its text mean nothing outside.
    var isUnpacked = false

    /// Where an element, or what it was unpacked from, begins in the whole text.
    public func offset(of element: Element) -> Int {
        isUnpacked ? textOffset : textOffset + element.range.lowerBound
    }
}

/// What is recognised and passed over whole: files that a trail writes and that hold no records.
public enum SkippedText: String, Hashable, Sendable, CaseIterable {
    /// Hashes of log files, for `aws cloudtrail validate-logs`.
    case digest
    /// Unusual call rates, found by CloudTrail Insights.
    case insight
}
