/// One measure with all its series, before it is written in any format.
///
/// ```swift
/// MetricFamily(
///     "relay_outbox_deliveries", .gauge, help: "Deliveries that are not settled.",
///     samples: [MetricSample([MetricLabel("state", "pending")], .integer(3))])
/// ```
/// No two samples of a family may have the same labels, and no two families of a page the same name.
public struct MetricFamily: Hashable, Sendable {
    /// How the values of a family behave over time.
    public enum Kind: Hashable, Sendable {
        /// Only ever grows. Its series end in `_total`.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts observations between bounds, and their sum.
        case histogram
        /// Carries information in its labels; its value is 1. Its series end in `_info`.
        case info
    }

    /// What a measure counts; both formats want base units. The family's name ends in it.
    public enum Unit: String, Hashable, Sendable {
        case seconds, bytes
    }

    /// Without the ending that the kind adds.
    public let name: String
    /// How its values behave over time.
    public let kind: Kind
    /// One sentence.
    public let help: String
    /// Nil for a plain number.
    public let unit: Unit?
    /// One for each series, in the order in which they are written.
    public let samples: [MetricSample]

    /// Memberwise.
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
    /// What distinguishes the series from the others of its family.
    public let labels: [MetricLabel]
    /// The value now, in the family's unit.
    public let value: MetricValue

    /// Memberwise.
    public init(_ labels: [MetricLabel] = [], _ value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

/// A name and value that distinguish a series from the others of its family.
public struct MetricLabel: Hashable, Sendable {
    /// Letters, digits and `_`, as Prometheus allows.
    public let name: String
    /// Any text; ``MetricsText`` escapes it.
    public let value: String

    /// Memberwise.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The value of a series.
public enum MetricValue: Hashable, Sendable {
    /// A whole number.
    case integer(Int64)
    /// Any number; not a NaN.
    case real(Double)
    /// For a family of kind ``MetricFamily/Kind/histogram``.
    case histogram(MetricHistogram)
}

/// How many observations fell between bounds.
public struct MetricHistogram: Hashable, Sendable {
    /// The observations between two neighbouring bounds.
    public struct Bucket: Hashable, Sendable {
        /// In the family's unit.
        public let upTo: Double
        /// Observations up to this bound and above the one before.
        public var count: Int64

        /// Memberwise.
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

    /// Memberwise.
    public init(buckets: [Bucket], above: Int64, sum: Double) {
        self.buckets = buckets
        self.above = above
        self.sum = sum
    }
}
