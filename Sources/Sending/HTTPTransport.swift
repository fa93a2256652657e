package import Outbox

/// Sends a request and brings the answer. Tests have one that records.
package protocol HTTPTransport: Sendable {
    /// - Returns: the answer, of any status. Redirects are not followed.
    func send(_ request: OutgoingRequest) async throws(TransportFailure) -> DestinationResponse
}
