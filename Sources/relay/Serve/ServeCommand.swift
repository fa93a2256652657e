internal import ArgumentParser
internal import Logging
internal import Rules

/// `relay serve`.
struct ServeCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take events in over HTTP and deliver the alerts that the rules make of them.",
        discussion: """
            An event that was answered as accepted is on the disk with its deliveries: a crash loses nothing. Events come \
            as EventBridge API destinations send them (POST /events), or through AWS's own clients (PutEvents). Alerts go \
            out the way API destinations send them, each answer is judged, and what fails is tried again for a day.

            The rules file says where to listen, whom to let in, where the store is and for how long it keeps things \
            (server, store, storm_control, drill). It is read again when it changes and on SIGHUP; a file with errors \
            changes nothing. SIGTERM ends relay in an orderly way within \(ServeRun.shutdownSeconds) seconds; what is \
            not delivered by then is delivered after the next start.

            EXAMPLE:
              relay serve --config relay.yaml
              curl --data @event.json http://127.0.0.1:8765/events
              aws events put-events --endpoint-url http://127.0.0.1:8765 \\
                --entries file://entries.json

            PAGES:
              POST /events     one event, an array, NDJSON or a CloudTrail log file, gzipped or not
              POST /           PutEvents and TestEventPattern of EventBridge's API
              GET  /drills/ID  how far a fire drill has come
              GET  /healthz    the process lives
              GET  /readyz     whether relay can do its work, and why not
              GET  /metrics    Prometheus text or OpenMetrics

            Where relay can be reached from other machines, every page but /healthz asks for one of the credentials under \
            server.authorizations. Where it cannot, requests must name this machine in Host, and none may come from a web \
            page or through a proxy.

            EXIT STATUS:
              0  it was asked to end, and did
              2  it could not start, or could not go on
            """)

    @OptionGroup var config: ConfigOption

    @Option(help: ArgumentHelp("Listen here instead of where the rules file says.", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp("The store's file, instead of the one that the rules file names.", valueName: "file"),
        completion: .file(extensions: ["db"]))
    var store: String?

    @Option(help: "How log lines look, on standard error: json or text.")
    var logFormat = LogFormat.text

    @Option(
        help: ArgumentHelp(
            "The least that is logged: trace, debug, info, notice, warning, error or critical.", valueName: "level"),
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else {
                throw ValidationError("'\(text.printable)' is no log level")
            }
            return level
        })
    var logLevel = Logger.Level.info

    @Flag(help: "Write metrics as CloudWatch EMF lines to standard output, once a minute.")
    var emf = false

    func run(on console: Console) async throws -> ExitStatus {
        let file = try config.loadRules(on: console)
        var server = file.server
        if let listen {
            guard let address = ListenAddress(parsing: listen) else {
                throw UsageError("--listen \(listen.printable): expected HOST:PORT, such as 127.0.0.1:8765")
            }
            (server.host, server.port) = (address.host, address.port)
        }
        let clock = SystemClock()
        let writer = LogWriter.standardError(logFormat, clock: clock)
        defer { writer.end() }
        let run = ServeRun(
            config: config, file: file, server: server, store: StoreLocation(config, rules: file, instead: store),
            emitsEMF: emf, clock: SteadyClock(),
            makeLogger: { [logFormat, logLevel] label in
                Logger(label: label) { label in
                    LogLines(label: label, format: logFormat, level: logLevel, writer: writer, clock: clock)
                }
            })
        do {
            try await run.run()
        } catch {
            // Not by the console: where nobody reads standard error it would wait, and relay would not end.
            writer.write("relay: \(RelayCommand.message(for: error))")
            return .unknown
        }
        return .yes
    }
}

extension LogFormat: ExpressibleByArgument {}
