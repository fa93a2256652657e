import Alerts
import Diagnostics
import Foundation
import HTTPTypes
import Ingest
import Logging
import NIOCore
import Outbox
import RelayTesting
import Rules
import SQLiteStore
import Synchronization
import TextFormats

@testable import HTTPServer

/// A server with a store of its own and one rule, which fires on events whose source is `trial`.
final class APITrial: Sendable {
    static let accessKeyID = "AKIATRIAL"
    static let secret = "secret-MARKER"

    let clock = HandClock()
    let lines = LogRecord()
    let store: SQLiteAlertStore
    let server: RelayServer
    private let folder: URL
    private let addresses: AsyncStream<SocketAddress?>

    enum Keys { case none, accessKey, bearer }

    static let rules = """
        version: 1
        connections:
          trial:
            authorization_type: API_KEY
            auth_parameters:
              api_key: { key: Authorization, value: "${env:TRIAL}" }
        api_destinations:
          trial: { connection: trial, invocation_endpoint: "https://example.com/", http_method: POST }
        rules:
          trial:
            event_pattern: { source: [trial] }
            targets: { trial: { api_destination: trial } }
        """

    /// - Parameter now: nil for a clock that stands still.
    init(_ keys: Keys = .none, host: String = "127.0.0.1", now: (@Sendable () -> Timestamp)? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteAlertStore(folder.appending(path: "store").path, for: .serve)
        guard let file = RulesFile.load(SourceText(name: "relay.yaml", text: Self.rules)).file else {
            throw Unusable()
        }
        var settings = ServerSettings()
        (settings.host, settings.port) = (host, 0)
        switch keys {
        case .none: break
        case .accessKey:
            settings.accessKeys = [.init(id: Self.accessKeyID, secret: try SecretText(parsing: Self.secret))]
        case .bearer: settings.authorizations = [.bearer(token: try SecretText(parsing: Self.secret))]
        }
        let now = now ?? { [clock] in clock.now }
        var logger = Logger(label: "trial") { [lines] _ in LogRecorder(record: lines) }
        logger.logLevel = .trace
        let (addresses, continuation) = AsyncStream.makeStream(of: SocketAddress?.self)
        self.addresses = addresses
        server = try RelayServer(
            settings: settings, authenticator: RequestAuthenticator(settings, secrets: NoSecrets()),
            ingest: EventIngest(rules: LiveRules(file), store: store, now: now, logger: logger) { _ in },
            pages: ServerPages(
                readiness: { Readiness.Conditions() },
                metrics: { _ in MetricsPage(contentType: "text/plain", body: []) },
                drill: { _ in nil }),
            now: now, logger: logger, onListening: { continuation.yield($0) })
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    struct Unusable: Error {}

    /// Runs the server on a port that is free, for as long as `body` takes.
    func run(_ body: (Int) async throws -> Void) async throws {
        let running = Task { [server] in try await server.run() }
        defer { running.cancel() }
        for await address in addresses {
            guard let port = address?.port else { throw Unusable() }
            return try await body(port)
        }
    }

    /// Has a call answered as the server does, without a socket.
    func call(
        _ operation: String?, _ body: String, path: String = "/", from address: String = "127.0.0.1",
        fields: HTTPFields = [:]
    ) async throws -> APIAnswer {
        var fields = fields
        if let operation { fields.set("X-Amz-Target", "AWSEvents.\(operation)") }
        let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: path, headerFields: fields)
        let peer = Peer(try SocketAddress(ipAddress: address, port: 50_000))
        switch server.begin(head, from: peer) {
        case .reply(let reply): return APIAnswer(reply)
        case .body(let handler): return APIAnswer(await handler.reply(Array(body.utf8)))
        case .page: throw Unusable()
        }
    }

    /// The events that fired the rule.
    func accepted() async throws -> [String] {
        try await store.deliveries(OutboxFilter(), limit: 100).sorted { $0.id.number < $1.id.number }
            .map { String(decoding: $0.event, as: UTF8.self) }
    }

    func received(_ fate: EventFate) async throws -> Int64 {
        try await store.counts().first { $0.key == .received(fate) }?.value ?? 0
    }
}

/// Keeps what is logged, and nothing else.
final class LogRecord: Sendable {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

struct LogRecorder: LogHandler {
    let record: LogRecord
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        record.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
}
