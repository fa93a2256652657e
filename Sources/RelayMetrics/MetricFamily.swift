/// One measure with all its series, before it is written in any format.
///
/// ```swift
/// MetricFamily(
///     "relay_outbox_deliveries", .gauge, help: "Deliveries that are not settled.",
///     samples: [MetricSample([MetricLabel("state", "pending")], .integer(3))])
/// ```
/// No two samples of a family may have the same labels, and no two families of a page the same name.
public struct MetricFamily: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Only ever grows. Its series end in `_total`.
        case counter
        case gauge
        case histogram
        /// Tells by its labels, its value being 1. Its series end in `_info`.
        case info
    }

    /// What a measure counts; both formats want base units. The family's name ends in it.
    public enum Unit: String, Hashable, Sendable {
        case seconds, bytes
    }

    /// Without the ending that the kind adds.
    public let name: String
    public let kind: Kind
    /// One sentence.
    public let help: String
    public let unit: Unit?
    public let samples: [MetricSample]

    public init(_ name: String, _ kind: Kind, help: String, unit: Unit? = nil, samples: [MetricSample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.unit = unit
        self.samples = samples
    }

    /// What its series are called: the name with what the kind adds.
    public var seriesName: String {
        switch kind {
        case .counter: name + "_total"
        case .info: name + "_info"
        case .gauge, .histogram: name
        }
    }
}

/// One series of a family: its labels, and its value now.
public struct MetricSample: Hashable, Sendable {
    public let labels: [MetricLabel]
    public let value: MetricValue

    public init(_ labels: [MetricLabel] = [], _ value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

/// What tells a series from the others of its family.
public struct MetricLabel: Hashable, Sendable {
    public let name: String
    /// Any text; whoever writes it escapes it.
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

public enum MetricValue: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
    case histogram(MetricHistogram)
}

/// How many observations fell between bounds.
public struct MetricHistogram: Hashable, Sendable {
    public struct Bucket: Hashable, Sendable {
        /// In the family's unit.
        public let upTo: Double
        /// Observations up to this bound and above the one before.
        public var count: Int64

        public init(upTo: Double, count: Int64) {
            self.upTo = upTo
            self.count = count
        }
    }

    /// By bound, the lowest first.
    public var buckets: [Bucket]
    /// Observations above the last bound.
    public var above: Int64
    /// All observations added up.
    public var sum: Double

    public init(buckets: [Bucket], above: Int64, sum: Double) {
        self.buckets = buckets
        self.above = above
        self.sum = sum
    }
}
