internal import Dispatch
internal import Glibc
internal import Synchronization

/// Records the first SIGINT or SIGTERM as long as it lives, so that a long command can end cleanly with what it has.
///
/// The first signal brings back the system's own handling, so that a second one ends relay at once. That, and a flag that
/// can be asked without `await`, is what UnixSignals does not have.
///
/// ```swift
/// let interruption = Interruption()
/// while !interruption.isRequested { … }
/// ```
final class Interruption {
    /// Whether a signal has come, for other tasks to ask.
    final class Flag: Sendable {
        fileprivate let value = Atomic(false)

        /// Whether a signal has come.
        var isSet: Bool { value.load(ordering: .relaxed) }
    }

    /// Is set when a signal comes; outlives this object.
    let flag = Flag()
    private let sources: [any DispatchSourceSignal]
    private static let signals = [SIGINT, SIGTERM]

    /// Whether a signal has come.
    var isRequested: Bool { flag.isSet }

    /// - Parameter action: Is called when a signal comes, on another thread; to cancel a task, say.
    init(then action: @escaping @Sendable () -> Void = {}) {
        sources = Self.signals.map { [flag] number in
            // A dispatch source only watches. Without this the default action would end relay.
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
