import Outbox
import TextFormats

extension InMemoryAlertStore.State {
    var waiting: [WaitingGroup] {
        struct Key: Hashable {
            let lane: LaneKey
            let reason: String
        }
        var groups: [Key: WaitingGroup] = [:]
        for delivery in rows.values.map(\.delivery) where delivery.state == .waiting {
            let letter = delivery.deadLetter
            let group = WaitingGroup(
                lane: LaneKey(apiDestination: delivery.content.apiDestination, channel: delivery.content.channel),
                errorCode: letter?.errorCode ?? .unknown, reason: letter?.errorMessage ?? "", count: 1,
                oldest: delivery.receivedAt)
            let key = Key(lane: group.lane, reason: "\(group.errorCode) \(group.reason)")
            guard var known = groups[key] else {
                groups[key] = group
                continue
            }
            known.count += 1
            known.oldest = min(known.oldest, group.oldest)
            groups[key] = known
        }
        func order(_ group: WaitingGroup) -> [String] {
            [group.lane.apiDestination, group.lane.channel ?? "", group.errorCode.rawValue, group.reason]
        }
        let all = groups.values.sorted { order($0).lexicographicallyPrecedes(order($1)) }
        return Array(all.prefix(WaitingGroup.groupsLimit))
    }

    mutating func release(_ release: WaitingRelease) -> Int {
        let held = rows.filter { _, row in
            let delivery = row.delivery
            return delivery.state == .waiting && delivery.dueAt <= release.heldUntil
                && release.lane
                    == LaneKey(apiDestination: delivery.content.apiDestination, channel: delivery.content.channel)
        }
        let first = held.sorted { ($0.value.delivery.dueAt, $0.key) < ($1.value.delivery.dueAt, $1.key) }
            .prefix(max(0, release.limit))
        for sequence in first.map(\.key) {
            rows[sequence]?.delivery.state = .pending
            rows[sequence]?.delivery.restart(at: release.at)
        }
        return first.count
    }
}
