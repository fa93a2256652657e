internal import Alerts
internal import ConfigDocument
internal import Diagnostics
internal import Logging
internal import Outbox
internal import Rules
internal import ServiceLifecycle
internal import TextFormats
internal import UnixSignals

/// Reads the rules file again when it has changed, or when SIGHUP asks for it.
///
/// A file with errors in it changes nothing: the rules in force stay, and the log says what is wrong.
struct RulesReload: Service {
    /// How often the file is looked at. Somebody who saved it expects it to count within moments.
    static let interval = Duration.seconds(1)

    /// The rules file.
    let config: ConfigOption
    /// Where the rules in force are kept.
    let rules: CurrentRules
    let clock: any WallClock
    let logger: Logger
    /// SIGHUP, each time it comes.
    let signals: UnixSignalsSequence
    /// Hands other rules to all parts that keep rules.
    let apply: @Sendable (CompiledRules) async -> Void

    /// Reads the file again whenever that is asked for, until relay is asked to end.
    func run() async throws {
        // One reload at a time; all requests that come meanwhile are answered by one more.
        let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in signals { request.yield() } }
                group.addTask { await watch { request.yield() } }
                for await _ in requests { await reload() }
                group.cancelAll()
            }
        }
    }

    private func watch(_ hasChanged: () -> Void) async {
        var seen = FileFingerprint(of: [config.path])
        while (try? await clock.sleep(until: clock.now + Self.interval)) != nil {
            let current = FileFingerprint(of: [config.path])
            guard current != seen else { continue }
            seen = current
            hasChanged()
        }
    }

    /// Reads the file once. What is wrong with it is logged.
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
        let fresh = CompiledRules(file)
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
