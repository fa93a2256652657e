internal import Logging
internal import RelayCore
internal import ServiceLifecycle

/// Holds a fire drill by itself from time to time, so that it is known that alerts get through before one is needed.
struct Heartbeat: Service {
    /// How often the settings are looked at where there is no heartbeat, since the rules file may be given one.
    static let idleInterval = Duration.seconds(60)

    let rules: RulesInForce
    let clock: any WallClock
    let logger: Logger
    /// Sends a drill's event the whole way.
    let hold: @Sendable (DrillSettings.Heartbeat, LiveRules) async throws -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                guard let heartbeat = rules.now.rules.file.drill.heartbeat else { continue }
                do {
                    try await hold(heartbeat, rules.now.rules)
                    logger.info("heartbeat drill begun", metadata: ["rule": "\(heartbeat.rule)"])
                } catch {
                    logger.error("the heartbeat drill could not be held", metadata: ["error": "\(error)"])
                }
            } while (try? await clock.sleep(until: clock.now + wait)) != nil
        }
    }

    private var wait: Duration { rules.now.rules.file.drill.heartbeat?.every ?? Self.idleInterval }
}
