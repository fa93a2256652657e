import Alerts
import Logging
import Outbox
package import TextFormats

extension DeliveryService {
    /// Starts all that may start now.
    ///
    /// - Returns: when something may start next.
    @discardableResult
    package func proceed() -> Timestamp? {
        guard isReady, !isStopping, !isHeld else { return nil }
        let step = queue.step(at: clock.now)
        if !step.start.isEmpty { spawn { await $0.start(step.start) } }
        for id in step.failOver { spawn { await $0.failOver(id) } }
        if let load = step.load { spawn { await $0.read(load) } }
        for release in schedule.step(at: clock.now) { spawn { await $0.release(release) } }
        let again = [step.lookAgainAt, schedule.lookAgainAt].compactMap { $0 }.min()
        wake(at: again)
        return again
    }

    /// Runs work in an unstructured task: when `run` is cancelled, ``drain()`` gives the tasks time.
    func spawn(_ work: @escaping @Sendable (DeliveryService) async -> Void) {
        taskNumber += 1
        let number = taskNumber
        tasks[number] = Task {
            await work(self)
            self.ended(number)
        }
    }

    private func ended(_ number: Int) {
        tasks[number] = nil
        proceed()
        guard queue.isQuiet, tasks.isEmpty else { return }
        for waiter in quietWaiters { waiter.resume() }
        quietWaiters = []
    }

    private func wake(at moment: Timestamp?) {
        if let timer, timer.wakesAt == moment { return }
        timer?.task.cancel()
        timer = nil
        guard let moment else { return }
        taskNumber += 1
        let number = taskNumber
        let task = Task {
            do { try await clock.sleep(until: moment) } catch { return }
            self.awoken(number)
        }
        timer = (number, moment, task)
    }

    /// One that was replaced just as it woke must not replace its successor: there would be two of them from then on.
    private func awoken(_ number: Int) {
        guard timer?.number == number else { return }
        timer = nil
        proceed()
    }

    private func read(_ load: DeliveryQueue.Load) async {
        do throws(StoreError) {
            let page = try await store.pending(after: load.after, limit: load.limit)
            queue.loaded(page, for: load, at: clock.now)
        } catch {
            logger.error("the store cannot be read; trying again", metadata: ["reason": "\(error)"])
            queue.loadFailed(retryAt: clock.now + Self.storeRetryDelays.upperBound)
        }
    }

    /// Ends what is on its way: within a bounded time by itself, then by cutting it off. What is cut off goes on record as
    /// interrupted, and is sent again at the next start.
    func drain() async {
        isStopping = true
        timer?.task.cancel()
        timer = nil
        let (tasks, clock, deadline) = (Array(self.tasks.values), clock, clock.now + settings.drainTime)
        // In a task of its own: the present one has been cancelled to get here, and every wait in it ends at once.
        await Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for task in tasks { await task.value } }
                group.addTask { try? await clock.sleep(until: deadline) }
                await group.next()
                for task in tasks { task.cancel() }
                group.cancelAll()
            }
        }.value
        for task in self.tasks.values { task.cancel() }
        for task in self.tasks.values { await task.value }
    }
}
