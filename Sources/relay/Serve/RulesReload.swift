internal import Alerts
internal import ConfigDocument
internal import Diagnostics
internal import Logging
internal import Outbox
internal import Rules
internal import ServiceLifecycle
internal import TextFormats

/// Reads the rules file anew when it has changed, or when SIGHUP asks for it.
///
/// A file with errors in it changes nothing: the rules in force stay, and the log says what is wrong.
struct RulesReload: Service {
    let config: ConfigOption
    let rules: RulesInForce
    let clock: any WallClock
    let logger: Logger
    let hangUp: HangUp
    /// Puts other rules in force with all who go by them.
    let apply: @Sendable (LiveRules) async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var watch = RulesWatch(paths: [config.path])
            while (try? await clock.sleep(until: clock.now + RulesWatch.interval)) != nil {
                let isAskedFor = hangUp.take()
                guard watch.hasChanged() || isAskedFor else { continue }
                await reload()
            }
        }
    }

    func reload() async {
        let loaded: (file: RulesFile?, problems: [Problem])
        do throws(InputFileError) {
            loaded = RulesFile.load(try config.source())
        } catch {
            return refuse("\(error)", count: 1)
        }
        guard let file = loaded.file else {
            let errors = loaded.problems.filter { $0.severity == .error }
            for error in errors {
                let place = error.source.place(ofByte: error.range.lowerBound)
                logger.error("\(error.message)", metadata: ["place": "\(place)", "help": "\(error.help ?? "")"])
            }
            return refuse(errors.first?.message ?? "it cannot be read", count: errors.count)
        }
        let old = rules.now.rules.file
        if (old.server.host, old.server.port) != (file.server.host, file.server.port)
            || old.server.tls != file.server.tls || old.store.path != file.store.path
        {
            logger.warning("where to listen, the certificate's files or the store has changed: that takes a restart")
        }
        let fresh = LiveRules(file)
        rules.replace(with: fresh, at: clock.now)
        await apply(fresh)
        logger.notice("the rules file was read anew", metadata: ["rules": "\(fresh.rules.count)"])
    }

    private func refuse(_ problem: String, count: Int) {
        rules.note(problem: problem)
        logger.error(
            "the rules file cannot be used; the rules in force stay",
            metadata: ["file": "\(config.path)", "errors": "\(count)", "first": "\(problem)"])
    }
}
