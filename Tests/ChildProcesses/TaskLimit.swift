import Foundation

/// Lets a limited number of tasks do something at a time. The others wait in order, without holding a thread.
public actor TaskLimit {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter count: How many tasks may do it at a time.
    public init(_ count: Int) { free = count }

    /// As many as keep all processors busy while some of the programs wait.
    public static let programs = TaskLimit(2 * ProcessInfo.processInfo.activeProcessorCount)

    /// Waits for its turn and does it.
    public nonisolated func run<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        free += 1
    }
}
