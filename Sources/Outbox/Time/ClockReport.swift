import TextFormats

/// What is to be known of the clock, for `/readyz` and the metrics.
public struct ClockReport: Hashable, Sendable {
    /// How long a leap is told of.
    public static let leapIsNewsFor: Duration = .seconds(3_600)
    /// Being further behind than this, the removal of old entries is told of.
    public static let pruningLagLimit: Duration = .seconds(86_400)

    /// How often the clock leapt since relay was started.
    public var leaps: Int
    /// How far it leapt the last time; nil once that is no longer news.
    public var lastLeap: Duration?
    /// How far the ``PruningTime`` is behind the clock.
    public var pruningLag: Duration

    /// Memberwise; by default nothing has happened.
    public init(leaps: Int = 0, lastLeap: Duration? = nil, pruningLag: Duration = .zero) {
        self.leaps = leaps
        self.lastLeap = lastLeap
        self.pruningLag = pruningLag
    }

    /// What somebody ought to know, in sentences.
    public var remarks: [String] {
        var remarks: [String] = []
        if let lastLeap { remarks.append(Self.sentence(onLeap: lastLeap)) }
        if pruningLag > Self.pruningLagLimit { remarks.append(Self.sentence(onLag: pruningLag)) }
        return remarks
    }

    /// What a leap means.
    public static func sentence(onLeap leap: Duration) -> String {
        let direction = leap < .zero ? "back" : "forward"
        return """
            the clock was set \(direction) by \(text(leap)) while relay ran: what is to be tried again keeps its distance, \
            and nothing is removed early
            """
    }

    /// What it means that the pruning time is behind.
    public static func sentence(onLag lag: Duration) -> String {
        """
        the clock is \(text(lag)) ahead of the time that the store has seen pass: if it is right, old entries are removed \
        as relay runs on, a day's worth in an hour; if it is wrong, set it
        """
    }

    /// The two largest units: `1826 d 6 h`, `1 h`, `12 s`.
    static func text(_ duration: Duration) -> String {
        var seconds = duration.components.seconds.magnitude
        var parts: [String] = []
        for (unit, size) in [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)] as [(String, UInt64)] {
            if seconds >= size { parts.append("\(seconds / size) \(unit)") }
            seconds %= size
        }
        return parts.isEmpty ? "0 s" : parts.prefix(2).joined(separator: " ")
    }
}
