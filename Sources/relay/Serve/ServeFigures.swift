internal import Alerts
internal import HTTPServer
internal import Logging
internal import Outbox
internal import RelayMetrics
internal import Sending

/// The state of a running relay, gathered for each request to `/readyz` and `/metrics`.
struct ServeFigures: Sendable {
    /// How many of the newest drills are searched for the last heartbeat that got through.
    static let drillsLimit = 100

    let rules: CurrentRules
    let store: any EventLedger & DeliveryStore & UsageReader
    let delivery: DeliveryService
    let time: Timekeeping
    let clock: any WallClock

    /// The server's pages that show it.
    var pages: ServerPages {
        ServerPages(
            readiness: { await conditions() },
            metrics: { accept in
                let format = MetricsFormat(accept: accept)
                return MetricsPage(contentType: format.contentType, body: await figures().page(in: format))
            },
            drill: { id async throws(StoreError) in try await store.drill(id) })
    }

    /// Everything that `/metrics` shows, at this moment. The store's part is missing where the store fails.
    func figures() async -> MetricsFigures {
        var figures = MetricsFigures(now: clock.now, version: Version.current)
        figures.store = try? await storeFigures()
        figures.storeIsWritable = (try? await store.check()) != nil
        figures.health = await delivery.health()
        let state = rules.now
        figures.rules = RulesFigures(
            state.rules, loadedAt: state.loadedAt, failedReloads: state.failedReloads,
            isStale: state.lastProblem != nil, fingerprint: state.fingerprint)
        figures.process = ProcessFigures.current
        figures.clock = time.report
        return figures
    }

    private func storeFigures() async throws(StoreError) -> StoreFigures {
        var figures = StoreFigures(
            try await store.balance(), drills: try await store.drills(limit: Self.drillsLimit),
            sizeBytes: try? await store.sizeBytes())
        figures.waiting = try await store.waiting()
        return figures
    }

    /// ``Readiness`` decides by these.
    private func conditions() async -> Readiness.Conditions {
        var conditions = Readiness.Conditions(
            rulesProblem: rules.now.lastProblem, destinations: await delivery.health(), clock: time.report)
        do throws(StoreError) {
            try await store.check()
            conditions.waiting = try await store.waiting()
        } catch {
            conditions.storeError = error
        }
        return conditions
    }
}
