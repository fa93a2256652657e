/// The server's bounds that tests set lower, so that they reach them within moments. Elsewhere they are as in
/// ``ServerLimits``.
struct ServerTuning: Sendable {
    var connections = ServerLimits.connections
    var requestsInFlight = ServerLimits.requestsInFlight
    var bodyBytesInFlight = ServerLimits.bodyBytesInFlight
    var headTimeout = ServerLimits.headTimeout
    var requestTimeout = ServerLimits.requestTimeout
    var answerTimeout = ServerLimits.answerTimeout
    var idleTimeout = ServerLimits.idleTimeout
    var drainTimeout = ServerLimits.drainTimeout
    var certificateCheckInterval = ServerLimits.certificateCheckInterval
}
