internal import Delivery
internal import Logging
internal import RelayCore
internal import RelayServer

/// The state of a running relay, gathered for each request to `/readyz` and `/metrics`.
struct ServeFigures: Sendable {
    /// How many of the newest drills are searched for the last heartbeat that got through.
    static let drillsLimit = 100

    let rules: CurrentRules
    let store: any LedgerStore
    let delivery: DeliveryService
    let clock: any WallClock

    /// The server's pages that show it.
    var pages: ServerPages {
        ServerPages(
            readiness: { await readiness() },
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

    private func readiness() async -> Readiness {
        var readiness = Readiness()
        do throws(StoreError) {
            try await store.probe()
        } catch {
            readiness.problems.append(.init(check: "store", reason: "\(error)"))
        }
        if let problem = rules.now.lastProblem {
            readiness.problems.append(
                .init(check: "rules", reason: "the rules file cannot be used, older rules are in force: \(problem)"))
        }
        for health in await delivery.health() {
            guard let reason = health.blockedBecause else { continue }
            let place = health.channel.map { "\(health.apiDestination), channel \($0)" } ?? health.apiDestination
            readiness.problems.append(.init(check: "destination", reason: "\(place): \(reason)"))
        }
        return readiness
    }
}
