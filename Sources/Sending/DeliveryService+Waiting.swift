import Alerts
import Logging
import Outbox
import Rules
import TextFormats

/// What waits for the configuration to be mended is tried again, and sent once that works; see ``WaitingSchedule``.
extension DeliveryService {
    /// Learns from the store what waits.
    ///
    /// - Parameter isStart: Whether this is the first time: then the reasons on record are taken as still holding, and the
    ///   first delivery of each lane is tried at once.
    func readWaiting(isStart: Bool = false) async {
        let groups: [WaitingGroup]
        do throws(StoreError) {
            groups = try await store.waiting()
        } catch {
            logger.error("what waits cannot be read; trying again", metadata: ["reason": "\(error)"])
            return
        }
        let now = clock.now
        for group in groups { schedule.hold(group.lane, at: now) }
        guard isStart else { return }
        schedule.reconsider(at: now)
        for group in groups {
            logger.error(
                "deliveries wait for the configuration to be mended; one is tried now",
                metadata: [
                    "destination": "\(group.lane.apiDestination)", "channel": "\(group.lane.channel ?? "-")",
                    "count": "\(group.count)", "oldest": "\(group.oldest)", "reason": "\(group.reason)",
                ])
            if rules.file.apiDestination(group.lane.apiDestination) != nil { assumeBlocked(group) }
        }
    }

    /// Makes deliveries pending that wait, the longest held back first, a bounded number at a time.
    func release(_ release: WaitingSchedule.Release) async {
        let start = clock.now
        let limit = release.extent == .first ? 1 : WaitingRelease.batchLimit
        var total = 0
        do throws(StoreError) {
            while true {
                let count = try await store.release(
                    WaitingRelease(release.lane, heldUntil: start, limit: limit, at: clock.now))
                total += count
                if count < limit || release.extent == .first { break }
            }
            schedule.released(release, count: total)
        } catch {
            logger.error("what waits cannot be released; trying again", metadata: ["reason": "\(error)"])
            schedule.released(release, count: nil)
        }
        guard total > 0 else { return }
        logger.notice(
            release.extent == .first
                ? "a delivery that waited is tried again" : "deliveries that waited are sent: one got through",
            metadata: [
                "destination": "\(release.lane.apiDestination)", "channel": "\(release.lane.channel ?? "-")",
                "count": "\(total)",
            ])
        readAgain()
    }
}
