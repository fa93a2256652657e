internal import Dispatch
internal import Glibc

/// Turns the first SIGINT or SIGTERM into cancellation of a task, so that a long command can end with what it has.
///
/// A second signal finds the system's own handling again and ends relay at once.
enum Interruption {
    /// Runs `body` in a task that a signal cancels.
    static func cancels<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            // A dispatch source only watches; the signal's default action has to be taken away for it to be the end.
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                task.cancel()
                _ = signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            _ = signal(SIGINT, SIG_DFL)
            _ = signal(SIGTERM, SIG_DFL)
        }
        return try await task.value
    }
}
