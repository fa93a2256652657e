public import Foundation

extension Process {
    /// Starts the program and waits for its end, without a thread.
    ///
    /// - Parameter limit: How long it may take before it is asked to end; nil is for ever.
    /// - Throws: What ``run()`` throws where the program cannot be started.
    func runToEnd(limit: Duration?) async throws {
        let end = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                terminate()
            }
        }
        defer { end?.cancel() }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in continuation.resume() }
            do {
                try run()
            } catch {
                terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }

    /// Waits for the end of a program that was started, on a thread of its own.
    public func untilExit() async { await onThread { self.waitUntilExit() } }
}
