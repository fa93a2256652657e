internal import Dispatch
internal import Glibc
internal import Synchronization

/// Takes note of SIGHUP, which asks a server to read its configuration anew.
final class HangUp: Sendable {
    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    private let flag = Flag()
    private let source: Mutex<any DispatchSourceSignal>

    init() {
        // A dispatch source only watches: the default action, which is to end, has to be taken away.
        _ = signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP)
        source.setEventHandler { [flag] in flag.value.store(true, ordering: .relaxed) }
        source.resume()
        self.source = Mutex(source)
    }

    deinit { source.withLock { $0.cancel() } }

    /// Whether a signal has come since this was last asked.
    func take() -> Bool { flag.value.exchange(false, ordering: .relaxed) }
}
