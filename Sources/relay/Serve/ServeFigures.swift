internal import Alerts
internal import HTTPServer
internal import Logging
internal import Outbox
internal import RelayMetrics
internal import Sending

/// What relay knows of itself while it serves, gathered when somebody asks.
struct ServeFigures: Sendable {
    /// Among so many of the newest drills the last heartbeat that got through is looked for.
    static let drillsLimit = 100

    let rules: RulesInForce
    let store: any LedgerStore
    let delivery: DeliveryService
    let clock: any WallClock

    /// The pages of the server that show them.
    var pages: ServerPages {
        ServerPages(
            readiness: { await conditions() },
            metrics: { accept in
                let format = MetricsFormat(accept: accept)
                return MetricsPage(contentType: format.contentType, body: await figures().page(in: format))
            },
            drill: { id async throws(StoreError) in try await store.drill(id) })
    }

    func figures() async -> MetricsFigures {
        var figures = MetricsFigures(now: clock.now, version: Version.current)
        figures.store = try? await storeFigures()
        figures.health = await delivery.health()
        let state = rules.now
        figures.rules = RulesFigures(
            state.rules, loadedAt: state.loadedAt, failedReloads: state.failedReloads,
            isStale: state.lastProblem != nil, fingerprint: state.fingerprint)
        figures.process = ProcessFigures.current
        return figures
    }

    private func storeFigures() async throws(StoreError) -> StoreFigures {
        StoreFigures(
            try await store.books(), drills: try await store.drills(limit: Self.drillsLimit),
            sizeBytes: try? await store.sizeBytes())
    }

    /// ``Readiness`` decides by these.
    private func conditions() async -> Readiness.Conditions {
        var conditions = Readiness.Conditions(
            rulesProblem: rules.now.lastProblem, destinations: await delivery.health())
        do throws(StoreError) {
            try await store.probe()
        } catch {
            conditions.storeError = error
        }
        return conditions
    }
}
