import Outbox
import Sending
import Synchronization

/// Answers as a test says, at once, and remembers what it was sent.
final class RecordingTransport: HTTPTransport {
    typealias Answering = @Sendable (OutgoingRequest) async -> Result<DestinationResponse, TransportFailure>

    private let answering: Mutex<Answering>
    private let sent = Mutex<[OutgoingRequest]>([])

    init(_ answering: @escaping Answering = RecordingTransport.slack) { self.answering = Mutex(answering) }

    /// Slack's answer to a message that it takes.
    static let slack: Answering = { _ in
        .success(DestinationResponse(status: 200, body: Array(#"{"ok":true,"ts":"1772442850.000100"}"#.utf8)))
    }

    static func status(_ status: Int, _ body: String = "") -> Answering {
        { _ in .success(DestinationResponse(status: status, body: Array(body.utf8))) }
    }

    func answer(_ answering: @escaping Answering) { self.answering.withLock { $0 = answering } }

    var requests: [OutgoingRequest] { sent.withLock { $0 } }

    func send(_ request: OutgoingRequest) async throws(TransportFailure) -> DestinationResponse {
        sent.withLock { $0.append(request) }
        let answering = answering.withLock { $0 }
        return try await answering(request).get()
    }
}
