internal import Alerts
internal import HTTPServer
internal import Ingest
internal import Logging
internal import NIOCore
internal import Outbox
internal import Rules
internal import Sending
internal import ServiceLifecycle
internal import UnixSignals

/// Puts the parts of `relay serve` together, and runs them until it is asked to end.
///
/// Services stop in the reverse of the order in which they are listed: first the server takes no more requests, then
/// deliveries on their way are finished, last the store is closed.
struct ServeRun {
    /// How long an orderly end may take: open requests, then deliveries on their way, each within a limit of its own.
    static let shutdownSeconds = 25

    /// The rules file, which is read again while relay runs.
    let config: ConfigOption
    /// The rules to begin with.
    let file: RulesFile
    /// Where to listen and whom to let in; `--listen` may differ from the rules file.
    let server: ServerSettings
    /// The store to serve.
    let store: StoreLocation
    /// Whether metrics are written to standard output too.
    let emitsEMF: Bool
    /// The time of day, going on steadily where it is set.
    let clock: SteadyClock
    /// Makes the logger of a part of relay, given the part's name.
    let makeLogger: (String) -> Logger

    /// Serves until SIGTERM or SIGINT, or until a part fails.
    func run() async throws {
        let logger = makeLogger("serve")
        let descriptors = try DescriptorBudget.raising()
        let secrets = ProcessSecrets(config: config)
        let authenticator = try RequestAuthenticator(server, secrets: secrets)
        let store = try store.open(for: .serve, clock: clock)
        defer { store.close() }
        for remark in store.remarks { logger.warning("\(remark)") }
        let transport = HTTPClientTransport()
        do {
            try await run(store, transport, secrets, authenticator, descriptors, logger)
        } catch {
            await transport.shutDown()
            throw error
        }
        await transport.shutDown()
        logger.notice("relay has ended; what is not delivered is in the store")
    }

    private func run(
        _ store: any OpenStore, _ transport: HTTPClientTransport, _ secrets: ProcessSecrets,
        _ authenticator: RequestAuthenticator, _ descriptors: DescriptorBudget, _ logger: Logger
    ) async throws {
        var settings = DeliveryService.Settings()
        settings.limits.inFlight = descriptors.deliveriesInFlight
        let rules = CurrentRules(CompiledRules(file), loadedAt: clock.now)
        let delivery = DeliveryService(
            store: store, rules: rules.now.rules, secrets: secrets, transport: transport, clock: clock,
            logger: makeLogger("delivery"), settings: settings)
        let ingest = EventIngest(
            rules: rules.now.rules, store: store, now: { [clock] in clock.now }, logger: makeLogger("intake"),
            announce: { await delivery.enqueue($0) })
        // Before anything is ready: without a handler SIGHUP would end relay.
        let hangUps = await UnixSignalsSequence(trapping: .sighup)
        let time = Timekeeping(store: store, clock: clock, delivery: delivery, logger: logger)
        try await time.resume()
        let figures = ServeFigures(rules: rules, store: store, delivery: delivery, time: time, clock: clock)
        let web = try RelayServer(
            settings: resolvedServer, authenticator: authenticator, ingest: ingest, pages: figures.pages,
            // Clients sign by the time of day, whatever it is.
            now: { SystemClock().now }, logger: makeLogger("server"), connections: descriptors.connections,
            onListening: { address in
                logger.notice(
                    "relay is ready",
                    metadata: ["listening": "\(address?.description ?? "")", "rules": "\(rules.now.rules.rules.count)"])
            })
        let reload = RulesReload(config: config, rules: rules, clock: clock, logger: logger, signals: hangUps) {
            fresh in
            // First those who send: an event must not name a destination that they do not know yet.
            await delivery.replaceRules(fresh)
            ingest.replaceRules(with: fresh)
            do {
                try web.replaceAuthenticator(with: try RequestAuthenticator(fresh.file.server, secrets: secrets))
            } catch {
                logger.error("the credentials in force stay", metadata: ["error": "\(error)"])
            }
        }
        var services: [any Service] = [
            time, DeliveryRun(delivery: delivery), StoreWatch(store: store, clock: clock, logger: logger),
            Housekeeping(store: store, rules: rules, time: time, clock: clock, logger: logger),
            Heartbeat(rules: rules, store: store, delivery: delivery, clock: clock, logger: logger), reload,
        ]
        if emitsEMF { services.append(EMFLines(figures: figures, store: store, clock: clock, logger: logger)) }
        services.append(web)
        try await group(of: services, logger).run()
    }

    /// The certificate's files are named from where the rules file lies.
    private var resolvedServer: ServerSettings {
        var resolved = server
        resolved.tls = server.tls.map { tls in
            ServerSettings.TLS(
                certificateFile: config.resolved(tls.certificateFile),
                privateKeyFile: config.resolved(tls.privateKeyFile))
        }
        return resolved
    }

    private func group(of services: [any Service], _ logger: Logger) -> ServiceGroup {
        var quiet = logger
        // Which service began when is of no interest; what goes wrong with one is.
        quiet.logLevel = max(logger.logLevel, .error)
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(Self.shutdownSeconds)
        return ServiceGroup(configuration: configuration)
    }
}

/// The delivery service as one that ends in an orderly way.
private struct DeliveryRun: Service {
    let delivery: DeliveryService

    func run() async throws { try await cancelWhenGracefulShutdown { try await delivery.run() } }
}
