import HTTPTypes
import HummingbirdCore
package import Ingest
package import Logging
package import NIOCore
import NIOPosix
package import Rules
import ServiceLifecycle
import Synchronization
package import TextFormats

/// relay's HTTP server: events come in, and the state of relay can be seen. ``routes`` lists what it answers.
///
/// Where its settings name a certificate it speaks HTTPS only.
///
/// It runs as a service: on graceful shutdown ``drain()`` is called, open requests are finished, and ``run()`` returns
/// within ``ServerLimits/drainTimeout`` and little more.
package final class RelayServer: Service {
    let ingest: EventIngest
    let pages: ServerPages
    let admission: RequestAdmission
    let now: @Sendable () -> Timestamp
    let logger: Logger
    private let settings: ServerSettings
    private let state: Mutex<State>
    private let tuning: ServerTuning
    private let certificate: ReloadingCertificate?
    let connections: OpenConnections
    private let date = DateHeader()
    private let onListening: @Sendable (SocketAddress?) -> Void

    private struct State {
        var authenticator: RequestAuthenticator
        var isDraining = false
    }

    /// - Parameters:
    ///   - settings: Where to listen, with the paths of the certificate's files resolved. Who may send is taken from
    ///     `authenticator` instead.
    ///   - authenticator: Who may send.
    ///   - ingest: Takes the events in.
    ///   - pages: What the server shows of the rest of relay.
    ///   - now: The clock for the `Date` header and for signatures.
    ///   - logger: For the server's own entries.
    ///   - connections: How many may be open.
    ///   - onListening: Is given the address that the server listens on, with the port that the system chose for port 0.
    /// - Throws: ``ServerError`` when everybody on the network could send, or the certificate cannot be used.
    package convenience init(
        settings: ServerSettings, authenticator: RequestAuthenticator, ingest: EventIngest, pages: ServerPages,
        now: @escaping @Sendable () -> Timestamp, logger: Logger, connections: Int = ServerLimits.connections,
        onListening: @escaping @Sendable (SocketAddress?) -> Void = { _ in }
    ) throws(ServerError) {
        var tuning = ServerTuning()
        tuning.connections = connections
        try self.init(
            settings: settings, authenticator: authenticator, ingest: ingest, pages: pages, now: now, logger: logger,
            tuning: tuning, onListening: onListening)
    }

    init(
        settings: ServerSettings, authenticator: RequestAuthenticator, ingest: EventIngest, pages: ServerPages,
        now: @escaping @Sendable () -> Timestamp, logger: Logger, tuning: ServerTuning,
        onListening: @escaping @Sendable (SocketAddress?) -> Void
    ) throws(ServerError) {
        guard !authenticator.isOpen || settings.listensOnLoopback else {
            throw .openToTheNetwork(host: settings.host)
        }
        do throws(CertificateError) {
            certificate = try settings.tls.map { paths throws(CertificateError) in try ReloadingCertificate(paths) }
        } catch {
            throw .certificate(error)
        }
        self.settings = settings
        self.tuning = tuning
        connections = OpenConnections(ConnectionRoom(connections: tuning.connections), logger: logger)
        admission = RequestAdmission(requests: tuning.requestsInFlight, bytes: tuning.bodyBytesInFlight)
        self.ingest = ingest
        self.pages = pages
        self.now = now
        self.logger = logger
        self.onListening = onListening
        state = Mutex(State(authenticator: authenticator))
    }

    var authenticator: RequestAuthenticator { state.withLock(\.authenticator) }
    var isDraining: Bool { state.withLock(\.isDraining) }
    /// Whether only programs on this machine can connect.
    var listensOnLoopback: Bool { settings.listensOnLoopback }

    /// Replaces the credentials and access keys, from the next request on.
    ///
    /// - Throws: ``ServerError`` when everybody on the network could send then; the old ones stay.
    package func replaceAuthenticator(with authenticator: RequestAuthenticator) throws(ServerError) {
        guard !authenticator.isOpen || settings.listensOnLoopback else {
            throw .openToTheNetwork(host: settings.host)
        }
        state.withLock { $0.authenticator = authenticator }
    }

    /// Refuses events from now on and asks senders to come again shortly; everything else is still answered.
    package func drain() { state.withLock { $0.isDraining = true } }
}

// MARK: - Running

extension RelayServer {
    /// Serves until the task is cancelled or a graceful shutdown asks for the end.
    ///
    /// - Throws: ``ServerError/cannotListen(host:port:reason:)``.
    package func run() async throws {
        let server = try server()
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.serve(server) }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: self.tuning.drainTimeout)
                    // Requests that do not end would be waited for without a limit.
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

    private func watch(_ certificate: ReloadingCertificate) async throws {
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
        // Hummingbird's own entries add nothing to relay's.
        quiet.logLevel = max(logger.logLevel, .error)
        let builder = HTTPServerBuilder { [certificate, tuning, connections] responder in
            HTTPConnectionChannel(
                http: HTTP1Channel(responder: responder, configuration: http), certificate: certificate, tuning: tuning,
                open: connections)
        }
        return try builder.buildServer(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    tuning.connections + ServerLimits.closingConnections, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet,
            responder: { request, writer, channel in
                let peer = Peer(channel.remoteAddress, on: self.connections[channel])
                try await self.respond(to: request, from: peer, with: writer)
            },
            onServerRunning: { self.onListening($0.localAddress) })
    }

    @concurrent private func respond(
        to request: Request, from peer: Peer, with writer: consuming ResponseWriter
    ) async throws {
        var reply: HTTPReply
        switch begin(request.head, from: peer) {
        case .reply(let ready): reply = ready
        case .page(let page): reply = await page()
        case .body(let handler):
            if request.headers[.expect]?.hasBytes(ofIgnoringCase: "100-continue") == true {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            reply = try await read(request, for: handler)
        }
        reply.fields[.date] = date.text(at: now())
        reply.fields[.contentLength] = String(reply.body.count)
        let head = HTTPResponse(status: reply.status, headerFields: reply.fields)
        if request.method == .head {
            try await writer.writeResponse(head)
        } else {
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        }
    }

    /// Reads the request's body and has it handled.
    ///
    /// - Throws: What the connection threw.
    private func read(_ request: Request, for handler: BodyHandler) async throws -> HTTPReply {
        do {
            guard var permit = admission.admit() else { throw BodyError.busy }
            let body = try await request.body(upTo: ServerLimits.bodyBytes, reserving: &permit)
            return await handler.reply(body)
        } catch let error as BodyError {
            return handler.replyToError(error)
        }
    }
}

/// Why the server cannot start.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everybody on the network could send events.
    case openToTheNetwork(host: String)
    /// The system refuses the address.
    /// - Parameter reason: In the system's words.
    case cannotListen(host: String, port: Int, reason: String)
    /// The certificate's files cannot be used.
    case certificate(CertificateError)

    /// The reason as one sentence.
    package var description: String {
        switch self {
        case .openToTheNetwork(let host):
            """
            on '\(host)' anybody on the network could send events: configure authorizations or access keys for the \
            server, or let it listen on 127.0.0.1
            """
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host) port \(port): \(reason)"
        case .certificate(let error): "\(error)"
        }
    }
}

/// The text of the `Date` header, made once a second. AWS's clients correct their clocks by it.
final class DateHeader: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((.min, ""))

    func text(at moment: Timestamp) -> String {
        let second = moment.milliseconds / 1_000
        return last.withLock { last in
            if last.second != second { last = (second, HTTPDate.text(of: moment)) }
            return last.text
        }
    }
}
