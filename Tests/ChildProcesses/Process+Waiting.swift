public import Foundation

extension Process {
    /// Starts the program, as soon as not too many others run, and waits for its end.
    ///
    /// No thread waits: a test that held one of the few that run tasks would stop the servers of the tests beside it.
    ///
    /// - Parameter limit: How long it may take before it is asked to end, counted from its start; nil is for ever.
    /// - Throws: What ``run()`` throws where the program cannot be started.
    public func runToEnd(limit: Duration? = nil) async throws {
        try await TaskLimit.programs.run {
            let end = limit.map { limit in
                Task {
                    try await Task.sleep(for: limit)
                    terminate()
                }
            }
            defer { end?.cancel() }
            try await startAndWait()
        }
    }

    private func startAndWait() async throws {
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

/// Runs something that waits, such as a read from a pipe, on a thread of its own.
public func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// The same for something that does not fail.
public func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
