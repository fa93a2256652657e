package import Alerts
package import Outbox

/// What the server shows of the rest of relay, asked for when somebody wants to see it.
package struct ServerPages: Sendable {
    package var readiness: @Sendable () async -> Readiness
    /// - Parameter accept: the request's `Accept`, empty where it has none.
    package var metrics: @Sendable (_ accept: String) async -> MetricsPage
    /// Why the ledger could not be asked.
    package typealias Failure = StoreError
    /// What is known of a fire drill; nil while its event has not been accepted.
    package var drill: @Sendable (_ id: String) async throws(Failure) -> DrillRecord?

    package init(
        readiness: @escaping @Sendable () async -> Readiness,
        metrics: @escaping @Sendable (_ accept: String) async -> MetricsPage,
        drill: @escaping @Sendable (_ id: String) async throws(Failure) -> DrillRecord?
    ) {
        self.readiness = readiness
        self.metrics = metrics
        self.drill = drill
    }
}
