internal import Archive
internal import Synchronization

/// A line on the terminal that says how far a replay has come.
final class ReplayProgress {
    private let console: Console
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var shown: ContinuousClock.Instant
    private let sizes = ArchiveSize.Box()
    private var counting: Task<Void, Never>?

    private static let interval = Duration.milliseconds(100)
    private static let barColumns = 24

    init(_ console: Console) {
        self.console = console
        start = clock.now
        shown = clock.now
    }

    /// Begins to find out how much there is to do, if anybody is looking.
    func begin(_ walk: ArchiveWalk) {
        guard console.showsProgress else { return }
        counting = Task.detached { [sizes] in sizes.set(ArchiveSize(of: walk)) }
    }

    func show(_ summary: ReplaySummary) {
        guard console.showsProgress, clock.now - shown >= Self.interval else { return }
        shown = clock.now
        let seconds = max((clock.now - start).seconds, 0.001)
        let rate = Double(summary.contentBytes) / seconds
        var line =
            "\(summary.files) files, \(ReplayReport.bytes(summary.contentBytes)), \(ReplayReport.bytes(Int(rate)))/s"
        if let whole = sizes.value, whole.bytes > 0 {
            let part = min(1, Double(summary.compressedBytes) / Double(whole.bytes))
            let filled = Int(part * Double(Self.barColumns))
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barColumns - filled)
            line =
                "\(bar) \(Int(part * 100)) %  \(summary.files) of \(whole.files) files, "
                + "\(ReplayReport.bytes(summary.contentBytes)), \(ReplayReport.bytes(Int(rate)))/s"
            if part > 0.01 { line += ", \(Self.time(seconds / part * (1 - part))) left" }
        }
        console.progress(String(line.prefix((console.talkColumns ?? 80) - 1)))
    }

    /// After the archive has been read.
    func show(deliveriesLeft count: Int) { console.progress("\(count) still to be sent") }

    func end() {
        counting?.cancel()
        console.clearProgress()
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60
            ? "\(whole) s" : whole < 3_600 ? "\(whole / 60) min" : "\(whole / 3_600) h \(whole / 60 % 60) min"
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
