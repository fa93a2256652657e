import Dispatch

/// Threads for a server's tasks alone: the tasks' common threads are few, and a test that waits for a process holds one
/// of them. A stand-in that had to wait for those would seem slow to what is under test.
final class OwnThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "stand-in-slack", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
