public import TextFormats

/// Decides when deliveries are tried again that wait for the configuration to be mended. A value without clock or I/O:
/// what happened goes in, what to release comes out.
///
/// | what happened | what is released |
/// |---|---|
/// | a delivery of the lane got through | all of the lane, and the first of every other lane of the destination |
/// | relay began, or other rules are in force | the first of every lane |
/// | nothing, for a period that doubles each time | the first of the lane |
///
/// "First" is the one that was tried longest ago, so that one which fails by itself does not stand before the others for
/// ever. Nor is it tried with each success of theirs: successes bring a release forward once in a period.
public struct WaitingSchedule: Sendable {
    /// How long after it began to wait the first of a lane is tried.
    public static let firstPeriod: Duration = .seconds(60)
    /// The longest period: so long after a channel was mended in Slack its messages arrive, without anybody's doing.
    public static let periodLimit: Duration = .seconds(900)
    /// The most lanes that are kept. Channels may be named by events; lanes beyond it come in when others leave.
    public static let lanesLimit = 1_000

    /// Deliveries of a lane that are to be made pending.
    public struct Release: Hashable, Sendable {
        /// How many.
        public enum Extent: Hashable, Sendable {
            /// The one that was tried longest ago, to see whether the lane works.
            case first
            /// All that wait: the lane works.
            case all
        }

        /// Where they go.
        public var lane: LaneKey
        /// How many.
        public var extent: Extent

        /// Memberwise.
        public init(_ lane: LaneKey, _ extent: Extent) {
            self.lane = lane
            self.extent = extent
        }
    }

    private struct Lane: Sendable {
        /// When the next release is due.
        var dueAt: Timestamp
        var extent = Release.Extent.first
        /// How long after that one the next is due.
        var period = WaitingSchedule.firstPeriod
        /// Whether anything waits, as far as is known.
        var isWaiting = true
        /// Whether ``dueAt`` was brought forward.
        var isHastened = false
        /// Whether a success of the lane may bring a release forward in this period.
        var mayRelease = true
        /// Whether a success of another lane may.
        var mayProbe = true

        mutating func hasten(to now: Timestamp) {
            guard dueAt > now else { return }
            dueAt = now
            isHastened = true
        }
    }

    private var lanes: [LaneKey: Lane] = [:]

    /// Nothing waits.
    public init() {}

    /// How many lanes are kept.
    public var laneCount: Int { lanes.count }
}

// MARK: - What comes in

extension WaitingSchedule {
    /// A delivery of the lane began to wait, or is known to.
    public mutating func hold(_ lane: LaneKey, at now: Timestamp) {
        guard var known = lanes[lane] else {
            if lanes.count < Self.lanesLimit { lanes[lane] = Lane(dueAt: now + Self.firstPeriod) }
            return
        }
        (known.isWaiting, known.extent) = (true, .first)
        lanes[lane] = known
    }

    /// A delivery of the lane got through.
    public mutating func delivered(_ lane: LaneKey, at now: Timestamp) {
        for (key, var held) in lanes where held.isWaiting && key.apiDestination.hasBytes(of: lane.apiDestination) {
            if key == lane {
                held.extent = .all
                if held.mayRelease { held.hasten(to: now) }
                held.mayRelease = false
            } else {
                if held.mayProbe { held.hasten(to: now) }
                held.mayProbe = false
            }
            lanes[key] = held
        }
    }

    /// Whatever was wrong may have been mended: other rules are in force, or relay has just begun.
    public mutating func reconsider(at now: Timestamp) {
        for key in lanes.keys { lanes[key] = Lane(dueAt: now, isWaiting: lanes[key]?.isWaiting ?? false) }
    }

    /// Tells what came of a release.
    ///
    /// - Parameter count: How many were made pending; nil where the store failed, so that the next period tries again.
    public mutating func released(_ release: Release, count: Int?) {
        if count == 0 { lanes[release.lane]?.isWaiting = false }
        if count == nil { lanes[release.lane]?.isWaiting = true }
    }

    /// The time was set: all that is to come keeps its distance from now.
    public mutating func shift(by difference: Duration) {
        for (key, lane) in lanes { lanes[key]?.dueAt = lane.dueAt + difference }
    }
}

// MARK: - What to do

extension WaitingSchedule {
    /// What is to be released now, by destination and channel. It counts as done; see ``released(_:count:)``.
    public mutating func step(at now: Timestamp) -> [Release] {
        var releases: [Release] = []
        for (key, var lane) in lanes where lane.dueAt <= now {
            guard lane.isWaiting else {
                lanes[key] = nil
                continue
            }
            releases.append(Release(key, lane.extent))
            if !lane.isHastened { (lane.mayRelease, lane.mayProbe) = (true, true) }
            lane.isHastened = false
            lane.isWaiting = lane.extent == .first
            lane.extent = .first
            lane.period = min(lane.period * 2, Self.periodLimit)
            lane.dueAt = now + lane.period
            lanes[key] = lane
        }
        return releases.sorted {
            ($0.lane.apiDestination, $0.lane.channel ?? "") < ($1.lane.apiDestination, $1.lane.channel ?? "")
        }
    }

    /// When to ask again, should nothing happen before; nil while nothing waits.
    public var lookAgainAt: Timestamp? { lanes.values.map(\.dueAt).min() }
}
