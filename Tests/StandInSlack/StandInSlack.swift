import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import JSONText
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// A real HTTP server on this machine that stands in for Slack: it takes messages, checks them roughly as Slack does,
/// answers in Slack's forms, and can be told to misbehave.
///
/// ```swift
/// let slack = StandInSlack()
/// try await slack.start()
/// slack.behave(.refuse("channel_not_found"), toward: "C0GONE")
/// …  // send to http://127.0.0.1:\(slack.port)/api/chat.postMessage
/// #expect(slack.messages.count == 1)
/// await slack.stop()
/// ```
package final class StandInSlack: Sendable {
    /// PEM files for https.
    package struct Certificate: Sendable {
        package var certificateFile: String
        package var privateKeyFile: String

        package init(certificateFile: String, privateKeyFile: String) {
            self.certificateFile = certificateFile
            self.privateKeyFile = privateKeyFile
        }
    }

    private struct State {
        var port = 0
        var task: Task<Void, any Error>?
        var messages: [SlackMessageReceived] = []
        var usual = SlackBehaviour.judge
        var byChannel: [String: SlackBehaviour] = [:]
        /// For the next requests, one each, before anything else counts.
        var next: [SlackBehaviour] = []
        var messageNumber = 0
        /// How many requests have come, answered or not.
        var requestCount = 0
        var watchers: [(requests: Int, continuation: CheckedContinuation<Void, Never>)] = []
        /// The `ts` of messages that can be updated.
        var timestamps: Set<String> = []
    }

    private let state = Mutex(State())
    private let certificate: Certificate?

    package init(certificate: Certificate? = nil) { self.certificate = certificate }

    // MARK: What it is told

    /// From now on, unless something more particular is said.
    package func behave(_ behaviour: SlackBehaviour) { state.withLock { $0.usual = behaviour } }

    /// From now on toward one channel; nil: as toward all others.
    package func behave(_ behaviour: SlackBehaviour?, toward channel: String) {
        state.withLock { $0.byChannel[channel] = behaviour }
    }

    /// For the next requests, one each.
    package func behave(next behaviours: [SlackBehaviour]) { state.withLock { $0.next += behaviours } }

    package func forgetMessages() { state.withLock { $0.messages = [] } }

    // MARK: What it saw

    /// The port it listens on; 0 before ``start()``.
    package var port: Int { state.withLock(\.port) }

    /// Its address, without a slash at the end.
    package var address: String { "\(certificate == nil ? "http" : "https")://127.0.0.1:\(port)" }

    /// Requests that came, refused ones too, in the order in which they were answered.
    package var requests: [SlackMessageReceived] { state.withLock(\.messages) }

    /// Returns once so many requests have come, answered or not.
    package func untilRequested(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.requestCount >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Messages that were taken.
    package var messages: [SlackMessageReceived] { requests.filter { $0.refusal == nil } }
}

// MARK: - Serving

extension StandInSlack {
    /// Returns when it listens.
    ///
    /// - Parameter port: 0 for one that the system chooses.
    package func start(port: Int = 0) async throws {
        var logger = Logger(label: "stand-in-slack")
        logger.logLevel = .critical
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<ConnectionContext> { request, context in
                await self.respond(to: request, context)
            },
            server: try server(), configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                listening.yield(channel.localAddress?.port ?? 0)
                listening.finish()
            }, logger: logger)
        let task = Task(executorPreference: OwnThreads()) {
            defer { listening.finish() }
            try await application.run()
        }
        state.withLock { $0.task = task }
        for await port in ports { state.withLock { $0.port = port } }
        if self.port == 0 { try await task.value }
    }

    package func stop() async {
        let task = state.withLock { state in
            defer { state.task = nil }
            return state.task
        }
        task?.cancel()
        _ = await task?.result
    }

    private func server() throws -> HTTPServerBuilder {
        guard let certificate else { return .http1() }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate.certificateFile)
        let key = try NIOSSLPrivateKey(file: certificate.privateKeyFile, format: .pem)
        return try .tls(
            tlsConfiguration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }

    private func respond(to request: Request, _ context: ConnectionContext) async -> Response {
        let receivedAt = Self.now()
        let buffer = try? await request.body.collect(upTo: 16 << 20)
        let body = buffer.map { Array($0.readableBytesView) } ?? []
        let method = Self.method(request.uri.path)
        let judgement = SlackJudgement(
            method, authorization: request.headers[.authorization], contentType: request.headers[.contentType],
            body: body)
        let channel = judgement.root?["channel"]?.string ?? Self.webhookChannel(method, request.uri.path)
        let behaviour = behaviour(toward: channel)
        noteRequest()
        if case .slow(let duration) = behaviour { try? await Task.sleep(for: duration) }
        var message = SlackMessageReceived(
            method: method,
            headers: request.headers.map { ($0.name.canonicalName, $0.value) }, query: request.uri.query ?? "",
            body: body, channel: channel, text: judgement.root?["text"]?.string ?? "",
            deliveryID: judgement.root?["metadata"]?["event_payload"].flatMap(Self.deliveryID), timestamp: nil,
            refusal: refusal(by: behaviour) ?? judgement.refusal, connection: context.connection,
            receivedAt: receivedAt, answeredAt: 0)
        let response = state.withLock { state -> Response in
            if message.refusal == nil, let text = judgement.root?["ts"]?.string, method == .update {
                message.refusal = state.timestamps.contains(text) ? nil : "message_not_found"
                message.timestamp = text
            } else if message.refusal == nil {
                state.messageNumber += 1
                let digits = String(state.messageNumber)
                let timestamp = "1772442850.\(String(repeating: "0", count: max(0, 6 - digits.utf8.count)))\(digits)"
                state.timestamps.insert(timestamp)
                message.timestamp = timestamp
            }
            message.answeredAt = Self.now()
            state.messages.append(message)
            return SlackAnswer(message, behaviour).response
        }
        switch behaviour {
        case .closeEarly: await context.close()
        case .garbage: await context.close(after: "\u{1}\u{2}HELO this is no HTTP\r\n\r\n")
        default: break
        }
        return response
    }

    private func noteRequest() {
        let watchers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.requestCount += 1
            let count = state.requestCount
            defer { state.watchers.removeAll { $0.requests <= count } }
            return state.watchers.filter { $0.requests <= count }.map(\.continuation)
        }
        for watcher in watchers { watcher.resume() }
    }

    private func behaviour(toward channel: String?) -> SlackBehaviour {
        state.withLock { state in
            if !state.next.isEmpty { return state.next.removeFirst() }
            return channel.flatMap { state.byChannel[$0] } ?? state.usual
        }
    }

    /// Why the message counts as not taken, when the stand-in was told to misbehave. One whose answer breaks off was.
    private func refusal(by behaviour: SlackBehaviour) -> String? {
        switch behaviour {
        case .judge, .slow, .closeEarly, .breakOff: nil
        case .refuse(let word): word
        case .throttle: "ratelimited"
        case .status(let status, _), .answer(let status, _, _): "status \(status)"
        case .garbage: "garbage"
        case .page: "page"
        case .redirect: "redirect"
        case .flood: "flood"
        }
    }

    private static func method(_ path: String) -> SlackMessageReceived.Method {
        switch path {
        case "/api/chat.postMessage": .postMessage
        case "/api/chat.update": .update
        case let path where path.hasPrefix("/services/"): .webhook
        default: .other(path: path)
        }
    }

    /// A webhook's address decides its channel; by its path the stand-in can be told how to behave toward it.
    private static func webhookChannel(_ method: SlackMessageReceived.Method, _ path: String) -> String? {
        method == .webhook ? path : nil
    }

    private static func deliveryID(_ payload: JSONValue) -> String? {
        payload["delivery"].flatMap { $0.string ?? $0.number }
            ?? payload["delivery_id"].flatMap { $0.string ?? $0.number }
    }

    private static func now() -> Double { Date().timeIntervalSince1970 * 1_000 }
}
