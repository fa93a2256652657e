internal import Alerts
internal import Foundation
internal import Logging
internal import Outbox
internal import Rules
internal import RulesCheck
internal import Sending
internal import ServiceLifecycle
internal import TextFormats

/// Holds a fire drill by itself from time to time, so that it is known that alerts get through before one is needed.
struct Heartbeat: Service {
    /// How often the settings are looked at where there is no heartbeat, since the rules file may be given one.
    static let idleInterval = Duration.seconds(60)

    let rules: RulesInForce
    let store: any LedgerStore
    let delivery: DeliveryService
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                guard let heartbeat = rules.now.rules.file.drill.heartbeat else { continue }
                do {
                    try await hold(heartbeat)
                } catch {
                    logger.error("the heartbeat drill could not be held", metadata: ["error": "\(error)"])
                }
            } while (try? await clock.sleep(until: clock.now + wait)) != nil
        }
    }

    private var wait: Duration { rules.now.rules.file.drill.heartbeat?.every ?? Self.idleInterval }

    /// Makes an event up that the rule matches, and has its message sent to the heartbeat's own destination.
    private func hold(_ heartbeat: DrillSettings.Heartbeat) async throws {
        let rules = LiveRules(rules.now.rules.file, only: heartbeat.rule)
        guard let rule = rules.rules.first else { throw HeartbeatError.ruleIsOff(heartbeat.rule) }
        let id = UUID().uuidString.lowercased()
        let event = try DrillEvent(for: rule, eventID: id, time: clock.now)
        var judge = EventJudge(rules)
        judge.destination = heartbeat.apiDestination
        guard case .matched(let submission) = judge.judge(event.text, receivedAt: clock.now, origin: .drill(id: id))
        else {
            throw HeartbeatError.noMatch(heartbeat.rule)
        }
        if case .accepted(let pending) = try await store.accept([submission], counting: []).first {
            await delivery.enqueue(pending)
        }
        logger.info("a heartbeat drill has begun", metadata: ["drill": "\(id)", "rule": "\(heartbeat.rule)"])
    }
}

/// Why a heartbeat drill cannot be held.
enum HeartbeatError: Error, Hashable, CustomStringConvertible {
    case ruleIsOff(String)
    case noMatch(String)

    var description: String {
        switch self {
        case .ruleIsOff(let rule): "the rule '\(rule)' is off"
        case .noMatch(let rule): "the event made up for the rule '\(rule)' does not match it"
        }
    }
}
