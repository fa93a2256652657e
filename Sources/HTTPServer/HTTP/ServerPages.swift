package import Alerts
import HTTPTypes
package import Outbox

/// What the server shows of the rest of relay. Each is called for every request of its page.
package struct ServerPages: Sendable {
    /// What `GET /readyz` depends on.
    package var readiness: @Sendable () async -> Readiness.Conditions
    /// - Parameter accept: The request's `Accept`, empty where it has none.
    package var metrics: @Sendable (_ accept: String) async -> MetricsPage
    /// Why the ledger could not be asked.
    package typealias Failure = StoreError
    /// What is known of a fire drill; nil while its event has not been accepted.
    package var drill: @Sendable (_ id: String) async throws(Failure) -> DrillRecord?

    /// Memberwise.
    package init(
        readiness: @escaping @Sendable () async -> Readiness.Conditions,
        metrics: @escaping @Sendable (_ accept: String) async -> MetricsPage,
        drill: @escaping @Sendable (_ id: String) async throws(Failure) -> DrillRecord?
    ) {
        self.readiness = readiness
        self.metrics = metrics
        self.drill = drill
    }
}

/// The body of `GET /metrics`.
package struct MetricsPage: Hashable, Sendable {
    /// The format, as `Content-Type` has it.
    package var contentType: String
    /// The text in that format.
    package var body: [UInt8]

    /// Memberwise.
    package init(contentType: String, body: [UInt8]) {
        self.contentType = contentType
        self.body = body
    }
}

extension RelayServer {
    /// `GET /metrics`.
    func beginMetrics(_ request: RequestHead) -> RequestStep {
        let accept = request.fields[.accept] ?? ""
        return .page {
            let page = await self.pages.metrics(accept)
            return HTTPReply(.ok, contentType: page.contentType, body: page.body)
        }
    }

    /// `GET /readyz`.
    func readinessReply() async -> HTTPReply { Readiness(await pages.readiness(), isStopping: isDraining).reply }
}
