import Alerts
import HTTPTypes
import Ingest
import IngestTesting
import Logging
import NIOCore
import Outbox
import Rules
import ServiceLifecycle
import TextFormats

@testable import HTTPServer

/// A real server on a port that the system chose, for as long as a test takes.
struct TestServer: Sendable {
    let server: RelayServer
    let port: Int
    let log: RecordedLog
    private let group: ServiceGroup

    /// What a server is made of; everything that a test has nothing to say about.
    struct Setup: Sendable {
        var settings = ServerSettings()
        var secrets = FixedSecrets()
        var store: any EventLedger = HeldLedger()
        var pages = ServerPages(
            readiness: { Readiness.Conditions() }, metrics: { _ in MetricsPage(contentType: "text/plain", body: []) },
            drill: { _ in nil })
        var tuning = ServerTuning()
        var announce: @Sendable ([PendingDelivery]) async -> Void = { _ in }
        var log = RecordedLog()

        /// - Parameter onListening: is given the port.
        func server(onListening: @escaping @Sendable (Int) -> Void = { _ in }) throws -> RelayServer {
            var settings = settings
            settings.port = 0
            let ingest = EventIngest(
                rules: try TestRules.live(), store: store, now: { Self.now }, logger: log.logger, announce: announce)
            return try RelayServer(
                settings: settings, authenticator: try RequestAuthenticator(settings, secrets: secrets), ingest: ingest,
                pages: pages, now: { Self.now }, logger: log.logger, tuning: tuning,
                onListening: { onListening($0?.port ?? 0) })
        }

        /// Monday, 2 March 2026, 09:14:07.
        static let now = Timestamp(milliseconds: 1_772_442_847_000)
    }

    /// Runs a server, and stops it in an orderly way when `body` returns.
    static func run<Result: Sendable>(
        _ setup: Setup = Setup(), _ body: @Sendable @escaping (TestServer) async throws -> Result
    ) async throws -> Result {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = try setup.server { listening.yield($0) }
        var quiet = Logger(label: "services")
        quiet.logLevel = .critical
        let group = ServiceGroup(services: [server], logger: quiet)
        return try await withThrowingTaskGroup(of: Result?.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
                return nil
            }
            tasks.addTask {
                var ports = ports.makeAsyncIterator()
                guard let port = await ports.next() else { throw ConnectionEnded(reason: "the server did not start") }
                let test = TestServer(server: server, port: port, log: setup.log, group: group)
                do {
                    let result = try await body(test)
                    await group.triggerGracefulShutdown()
                    return result
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            var result: Result?
            while let next = try await tasks.next() { result = next ?? result }
            guard let result else { throw ConnectionEnded(reason: "the server ended by itself") }
            return result
        }
    }

    func stop() async { await group.triggerGracefulShutdown() }

    func connect() async throws -> TestConnection { try await TestConnection(port: port) }

    func post(_ body: some Collection<UInt8>, fields: [(String, String)] = []) async throws -> Reply {
        try await connect().exchange(fields: fields, body: body)
    }

    func post(_ text: String, fields: [(String, String)] = []) async throws -> Reply {
        try await post(Array(text.utf8), fields: fields)
    }

    func get(_ path: String, fields: [(String, String)] = []) async throws -> Reply {
        try await connect().exchange("GET", path, fields: fields)
    }
}

/// Secrets that are known by the names of environment variables.
struct FixedSecrets: SecretSource {
    var values: [String: String] = [:]

    func secret(_ reference: SecretReference) throws(SecretError) -> String {
        if case .environment(let name) = reference, let value = values[name] { return value }
        throw SecretError(.missing, of: reference)
    }
}
