internal import Dispatch
internal import Glibc
internal import Synchronization

/// Takes note of the first SIGINT or SIGTERM, so that a long command can end cleanly with what it has.
///
/// As long as it lives; a second signal finds the system's own handling again and ends relay at once.
///
/// ```swift
/// let interruption = Interruption()
/// while !interruption.isRequested { … }
/// ```
final class Interruption {
    /// Whether a signal has come, for other tasks to ask.
    final class Flag: Sendable {
        fileprivate let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .relaxed) }
    }

    let flag = Flag()
    private let sources: [any DispatchSourceSignal]
    private static let signals = [SIGINT, SIGTERM]

    /// Whether a signal has come.
    var isRequested: Bool { flag.isSet }

    /// - Parameter action: what to do when a signal comes, on another thread; to cancel a task, say.
    init(then action: @escaping @Sendable () -> Void = {}) {
        sources = Self.signals.map { [flag] number in
            // A dispatch source only watches: the default action, which is to end, has to be taken away.
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                _ = signal(number, SIG_DFL)
                flag.value.store(true, ordering: .relaxed)
                action()
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in Self.signals { _ = signal(number, SIG_DFL) }
    }
}
