import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
package import Outbox
import Synchronization

/// Sends over HTTP/1.1, connections kept open for the next request.
///
/// TLS is verified against the system's certificates; no redirect is followed; a proxy in the environment is not used,
/// since the one who sets it would read every alert.
package final class HTTPClientTransport: HTTPTransport {
    /// EventBridge's (EventBridge User Guide, "API destinations"): from the start to the answer's end.
    package static let timeout: Duration = .seconds(5)
    /// Slack closes idle connections sooner than most; one that is closed while a request goes out costs an attempt.
    package static let idleTimeout: Duration = .seconds(20)

    /// Of TLS 1.2 only suites with a key exchange of each connection's own, so that whoever gets the private key cannot read
    /// what was recorded before, and with authenticated encryption (RFC 9325, section 4.2). Those of TLS 1.3 all have both.
    private static let cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"

    private let client: HTTPClient
    private let timeout: Duration

    /// - Parameters:
    ///   - trustRoots: whom to trust; the system's certificates where nothing is said.
    ///   - connectionsPerHost: how many may be open to one host.
    package init(
        timeout: Duration = HTTPClientTransport.timeout, trustRoots: NIOSSLTrustRoots = .default,
        connectionsPerHost: Int = DeliveryQueue.Limits().inFlightPerDestination
    ) {
        self.timeout = timeout
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trustRoots
        tls.minimumTLSVersion = .tlsv12
        tls.cipherSuites = Self.cipherSuites
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(timeout), read: TimeAmount(timeout)),
            connectionPool: .init(
                idleTimeout: TimeAmount(Self.idleTimeout),
                concurrentHTTP1ConnectionsPerHostSoftLimit: connectionsPerHost),
            proxy: nil, ignoreUncleanSSLShutdown: true, decompression: .disabled)
        // A refused connection is an answer: trying again is the schedule's business.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections. Call it once, before the last reference goes.
    package func shutDown() async {
        // It can only fail by being called twice.
        try? await client.shutdown()
    }

    /// As ``HTTPTransport/send(_:)``.
    package func send(_ request: OutgoingRequest) async throws(TransportFailure) -> DestinationResponse {
        let deadline = ContinuousClock.now + timeout
        do {
            var outgoing = HTTPClientRequest(url: request.address)
            outgoing.method = HTTPMethod(rawValue: request.method)
            for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
            if !request.body.isEmpty || Self.hasBody(request.method) { outgoing.body = .bytes(request.body) }
            let response = try await client.execute(outgoing, timeout: TimeAmount(timeout))
            let (body, isWhole) = await Self.collect(response.body, until: deadline)
            return DestinationResponse(
                status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"), body: body,
                isWhole: isWhole)
        } catch {
            guard !Task.isCancelled else { throw TransportFailure.cancelled }
            throw TransportFailure(error, timeout: timeout)
        }
    }

    private static func hasBody(_ method: String) -> Bool { ["POST", "PUT", "PATCH"].contains(method) }

    /// Reads until the end, the limit, the deadline or a fault: the status is known by now, and is the answer.
    private static func collect(
        _ body: HTTPClientResponse.Body, until deadline: ContinuousClock.Instant
    ) async -> ([UInt8], isWhole: Bool) {
        let collected = CollectedBody()
        let isWhole = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await collected.collect(body) }
            group.addTask {
                try? await Task.sleep(until: deadline)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        return (collected.bytes, isWhole)
    }
}

/// The part of a body that has come so far.
private final class CollectedBody: Sendable {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { Array($0.prefix(DestinationResponse.bodyBytesLimit)) } }

    /// - Returns: whether the whole body came, and was within the limit.
    func collect(_ body: HTTPClientResponse.Body) async -> Bool {
        do {
            for try await chunk in body {
                let isFull = collected.withLock { bytes in
                    bytes += chunk.readableBytesView.prefix(DestinationResponse.bodyBytesLimit + 1 - bytes.count)
                    return bytes.count > DestinationResponse.bodyBytesLimit
                }
                if isFull { return false }
            }
            return true
        } catch {
            return false
        }
    }
}

extension TransportFailure {
    /// Texts of relay's own: those of the libraries may quote the address, which may be a secret.
    init(_ error: any Error, timeout: Duration) {
        let seconds = Int(max(1, timeout.components.seconds))
        switch error {
        case let error as HTTPClientError: self.init(error, seconds: seconds)
        case is NIOConnectionError: self = .unreachable(reason: Self.noConnection)
        case let error as NIOSSLError: self.init(error)
        case is NIOSSLExtraError: self = .unreachable(reason: "the certificate is not for this host")
        case let error as HTTPParserError: self = .brokenOff(reason: "the answer is not HTTP (\(error))")
        case is SocketAddressError: self = .unreachable(reason: Self.noConnection)
        case let error as IOError where Self.isBeforeConnection(error): self = .unreachable(reason: Self.noConnection)
        case let error as IOError: self = .brokenOff(reason: "the connection broke (errno \(error.errnoCode))")
        case is ChannelError: self = .brokenOff(reason: "the connection broke")
        default: self = .brokenOff(reason: "the request failed (\(type(of: error)))")
        }
    }

    private static let noConnection = "no connection: refused, or the name is not known"

    private static func isBeforeConnection(_ error: IOError) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN].contains(error.errnoCode)
    }

    private init(_ error: HTTPClientError, seconds: Int) {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout: self = .timedOut(seconds: seconds)
        case .connectTimeout: self = .unreachable(reason: "no connection within \(seconds) s")
        case .tlsHandshakeTimeout: self = .unreachable(reason: "no TLS handshake within \(seconds) s")
        case .getConnectionFromPoolTimeout: self = .unreachable(reason: "no connection became free within \(seconds) s")
        case .remoteConnectionClosed: self = .brokenOff(reason: "the connection was closed before the answer")
        case .cancelled, .alreadyShutdown: self = .cancelled
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
            self = .unsendable(reason: "the address is not one that can be sent to")
        default: self = .brokenOff(reason: "the request failed (\(error.shortDescription))")
        }
    }

    private init(_ error: NIOSSLError) {
        switch error {
        case .handshakeFailed: self = .unreachable(reason: "TLS: the handshake failed; is the certificate trusted?")
        case .unableToValidateCertificate: self = .unreachable(reason: "TLS: the certificate cannot be validated")
        default: self = .brokenOff(reason: "TLS failed")
        }
    }
}

/// Sends a request and brings the answer. Tests have one that records.
package protocol HTTPTransport: Sendable {
    /// - Returns: the answer, of any status. Redirects are not followed.
    func send(_ request: OutgoingRequest) async throws(TransportFailure) -> DestinationResponse
}
