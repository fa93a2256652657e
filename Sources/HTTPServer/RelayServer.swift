import HTTPTypes
import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
package import Rules
import ServiceLifecycle
import Synchronization
package import TextFormats

/// relay's HTTP server: events come in, and what relay is doing can be seen.
///
/// | request | what it does |
/// |---|---|
/// | `POST /events` | takes events in; see ``EventIntake`` |
/// | `POST /` | EventBridge's `PutEvents` and `TestEventPattern`, as AWS's clients send them |
/// | `GET /drills/ID` | says how far a fire drill has come |
/// | `GET /healthz` | the process lives |
/// | `GET /readyz` | whether relay can do its work, and why not |
/// | `GET /metrics` | counters and gauges |
///
/// Where its settings name a certificate it speaks HTTPS only.
///
/// It runs as a service: on graceful shutdown ``drain()`` is called, open requests are finished, and ``run()`` returns
/// within ``ServerLimits/drainTimeout`` and little more.
package final class RelayServer: Service {
    let intake: EventIntake
    let pages: ServerPages
    let inFlight: InFlight
    let now: @Sendable () -> Timestamp
    let logger: Logger
    private let settings: ServerSettings
    private let state: Mutex<State>
    private let tuning: ServerTuning
    private let certificate: CertificateInUse?
    let connections = OpenConnections()
    private let date = DateHeader()
    private let onListening: @Sendable (SocketAddress?) -> Void

    private struct State {
        var authorization: Authorization
        var isDraining = false
    }

    /// - Parameters:
    ///   - settings: Where to listen, the paths of certificate files resolved. What they say of authorization counts only
    ///     as `authorization`.
    ///   - onListening: is given the address that the server has been given, its port found for port 0.
    /// - Throws: ``ServerError`` when the settings would let in everybody, or the certificate cannot be used.
    package convenience init(
        settings: ServerSettings, authorization: Authorization, intake: EventIntake, pages: ServerPages,
        now: @escaping @Sendable () -> Timestamp, logger: Logger,
        onListening: @escaping @Sendable (SocketAddress?) -> Void = { _ in }
    ) throws(ServerError) {
        try self.init(
            settings: settings, authorization: authorization, intake: intake, pages: pages, now: now, logger: logger,
            tuning: ServerTuning(), onListening: onListening)
    }

    init(
        settings: ServerSettings, authorization: Authorization, intake: EventIntake, pages: ServerPages,
        now: @escaping @Sendable () -> Timestamp, logger: Logger, tuning: ServerTuning,
        onListening: @escaping @Sendable (SocketAddress?) -> Void
    ) throws(ServerError) {
        guard !authorization.isOpen || settings.listensOnLoopback else {
            throw .openToTheNetwork(host: settings.host)
        }
        do throws(CertificateError) {
            certificate = try settings.tls.map { paths throws(CertificateError) in try CertificateInUse(paths) }
        } catch {
            throw .certificate(error)
        }
        self.settings = settings
        self.tuning = tuning
        inFlight = InFlight(requests: tuning.requestsInFlight, bytes: tuning.bodyBytesInFlight)
        self.intake = intake
        self.pages = pages
        self.now = now
        self.logger = logger
        self.onListening = onListening
        state = Mutex(State(authorization: authorization))
    }

    var authorization: Authorization { state.withLock(\.authorization) }
    var isDraining: Bool { state.withLock(\.isDraining) }

    /// Lets in whoever shows one of these credentials, from the next request on.
    ///
    /// - Throws: ``ServerError`` when that would let in everybody; the old ones stay then.
    package func replaceAuthorization(with authorization: Authorization) throws(ServerError) {
        guard !authorization.isOpen || settings.listensOnLoopback else {
            throw .openToTheNetwork(host: settings.host)
        }
        state.withLock { $0.authorization = authorization }
    }

    /// Turns events away from now on, with the advice to come again shortly; everything else is still answered.
    package func drain() { state.withLock { $0.isDraining = true } }
}

// MARK: - Running

extension RelayServer {
    package func run() async throws {
        let server = try server()
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.serve(server) }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: self.tuning.drainTimeout)
                    // Requests that do not end: their connections would be waited for without an end.
                    self.connections.cutAll()
                }
                if let certificate { group.addTask { try await self.watch(certificate) } }
                defer { group.cancelAll() }
                try await group.next()
            }
        } onGracefulShutdown: {
            self.drain()
        }
    }

    private func serve(_ server: any Service) async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw ServerError.cannotListen(host: settings.host, port: settings.port, reason: "\(error)")
        }
    }

    private func watch(_ certificate: CertificateInUse) async throws {
        while true {
            try await Task.sleep(for: tuning.certificateCheckInterval)
            certificate.refresh(logger)
        }
    }

    private func server() throws -> any Service {
        let http = HTTP1Channel.Configuration(
            idleTimeout: .init(tuning.idleTimeout),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: ServerLimits.headerBytes, maxHeaderListSize: ServerLimits.headerBytes,
                maxHeaderFieldCount: ServerLimits.headerFields))
        var quiet = logger
        // Hummingbird's own lines say nothing that relay's do not.
        quiet.logLevel = max(logger.logLevel, .error)
        let builder = HTTPServerBuilder { [certificate, tuning, connections] responder in
            ServedConnection(
                http: HTTP1Channel(responder: responder, configuration: http), certificate: certificate, tuning: tuning,
                open: connections)
        }
        return try builder.buildServer(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(tuning.connections, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet,
            responder: { request, writer, channel in
                try await self.respond(to: request, from: Peer(channel.remoteAddress), with: writer)
            },
            onServerRunning: { self.onListening($0.localAddress) })
    }

    @concurrent private func respond(
        to request: Request, from peer: Peer, with writer: consuming ResponseWriter
    ) async throws {
        var answer: Answer
        switch reception(of: request.head, from: peer) {
        case .answer(let ready): answer = ready
        case .page(let page): answer = await show(page)
        case .body(let reading):
            if request.headers[.expect]?.hasBytes(ofIgnoringCase: "100-continue") == true {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            answer = try await read(request, for: reading)
        }
        answer.fields[.date] = date.text(at: now())
        answer.fields[.contentLength] = String(answer.body.count)
        let head = HTTPResponse(status: answer.status, headerFields: answer.fields)
        if request.method == .head {
            try await writer.writeResponse(head)
        } else {
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
    }
}
