import Outbox
import Rules
import TextFormats

/// The families that describe the present state: outbox, delivery balance, destinations, drills, rules, store and
/// process.
struct GaugeMetrics {
    let figures: MetricsFigures

    var families: [MetricFamily] {
        storeFamilies + healthFamilies + (figures.rules.map(rules) ?? []) + (figures.clock.map(clock) ?? [])
            + processFamilies + [build]
    }

    private func gauge(
        _ name: String, help: String, unit: MetricFamily.Unit? = nil, _ samples: [MetricSample]
    ) -> MetricFamily {
        MetricFamily(name, .gauge, help: help, unit: unit, samples: samples)
    }

    private func age(of moment: Timestamp) -> MetricValue { .real(max(0, (figures.now - moment).seconds)) }

    private func time(_ moment: Timestamp) -> MetricValue { .real(Double(moment.milliseconds) / 1_000) }

    private func of(_ destination: String, _ value: MetricValue) -> MetricSample {
        MetricSample([MetricLabel("api_destination", destination)], value)
    }

    private var build: MetricFamily {
        MetricFamily(
            "relay_build", .info, help: "The version of relay.",
            samples: [MetricSample([MetricLabel("version", figures.version)], .integer(1))])
    }
}

// MARK: - Store

extension GaugeMetrics {
    private var storeFamilies: [MetricFamily] {
        let readable = gauge(
            "relay_store_readable", help: "Whether the store could be read for this page; without it much is missing.",
            [MetricSample([], .integer(figures.store == nil ? 0 : 1))])
        let writable = gauge(
            "relay_store_writable",
            help: "Whether events can be accepted: there is room on the disk, and the store's files are in place.",
            figures.storeIsWritable.map { [MetricSample([], .integer($0 ? 1 : 0))] } ?? [])
        // A store whose file is gone can perhaps not be read either, and that it takes nothing is said all the same.
        guard let store = figures.store else { return [readable, writable] }
        return [
            readable, writable,
            gauge(
                "relay_store_size_bytes", help: "Bytes that the store takes, its log included.", unit: .bytes,
                store.sizeBytes.map { [MetricSample([], .integer($0))] } ?? []),
        ] + outbox(store.balance.backlog) + [waiting(store.waiting)] + books(store.balance) + drills
    }

    /// By destination and code only: events may name any number of channels. `/readyz` names channel and reason.
    private func waiting(_ groups: [WaitingGroup]) -> MetricFamily {
        var counts = CounterSeries("", help: "", labels: ["api_destination", "error_code"])
        for group in groups { counts.add(Int64(group.count), group.lane.apiDestination, group.errorCode.rawValue) }
        return gauge(
            "relay_outbox_waiting_deliveries",
            help: "Deliveries that wait for the configuration to be mended, by EventBridge's error code.",
            counts.family.samples)
    }

    private func outbox(_ backlog: [Backlog]) -> [MetricFamily] {
        func samples(_ value: (Backlog) -> MetricValue) -> [MetricSample] {
            backlog.map {
                MetricSample(
                    [MetricLabel("api_destination", $0.apiDestination), MetricLabel("state", $0.state.rawValue)],
                    value($0))
            }
        }
        return [
            gauge(
                "relay_outbox_deliveries", help: "Deliveries in the outbox that are not done with, by state.",
                samples { .integer(Int64($0.count)) }),
            gauge(
                "relay_outbox_oldest_age_seconds", help: "How long ago the oldest of them came in.", unit: .seconds,
                samples { age(of: $0.oldest) }),
        ]
    }

    /// Two figures that are the same unless something was lost or came from nowhere.
    private func books(_ books: DeliveryBalance) -> [MetricFamily] {
        [
            gauge(
                "relay_books_deliveries_owed", help: "One side of the books: deliveries planned, and those reopened.",
                [MetricSample([], .integer(books.owed))]),
            gauge(
                "relay_books_deliveries_accounted_for",
                help: "The other side: delivered, dead and dropped as counted, and what the outbox holds unsettled.",
                [MetricSample([], .integer(books.accountedFor))]),
        ]
    }
}

// MARK: - Drills

extension GaugeMetrics {
    private var drills: [MetricFamily] {
        guard let heartbeat = figures.rules?.heartbeat else { return [] }
        func samples(_ value: (Heartbeat) -> MetricValue) -> [MetricSample] {
            figures.lastHeartbeat.map { [MetricSample([MetricLabel("rule", heartbeat.rule)], value($0))] } ?? []
        }
        return [
            gauge(
                "relay_heartbeat_interval_seconds", help: "How often a heartbeat drill is held.", unit: .seconds,
                [MetricSample([MetricLabel("rule", heartbeat.rule)], .real(heartbeat.every.seconds))]),
            gauge(
                "relay_heartbeat_last_success_age_seconds",
                help: "How long ago the last heartbeat drill got through; absent while none has.", unit: .seconds,
                samples { age(of: $0.announcedAt) }),
            gauge(
                "relay_heartbeat_last_success_duration_seconds",
                help: "How long that drill took, from the event's arrival to the destination's answer.",
                unit: .seconds, samples { .real(max(0, ($0.announcedAt - $0.receivedAt).seconds)) }),
        ]
    }

    private typealias Heartbeat = MetricsFigures.Heartbeat
}

// MARK: - Destinations

extension GaugeMetrics {
    /// By destination only: events may name any number of channels. `/readyz` names the channel.
    private var healthFamilies: [MetricFamily] {
        var order: [[UInt8]] = []
        var lanes: [[UInt8]: [DestinationHealth]] = [:]
        for health in figures.health {
            let key = Array(health.apiDestination.utf8)
            if lanes[key] == nil { order.append(key) }
            lanes[key, default: []].append(health)
        }
        let destinations = order.map { (name: String(decoding: $0, as: UTF8.self), lanes: lanes[$0] ?? []) }
        return [
            gauge(
                "relay_destination_blocked",
                help:
                    "How many of its channels, or 1 for the whole destination, wait for the configuration to be mended.",
                destinations.map { of($0.name, .integer(Int64($0.lanes.count { $0.blockedBecause != nil }))) }),
            gauge(
                "relay_destination_paused_seconds",
                help: "How much longer nothing is sent because the destination asked for a pause.", unit: .seconds,
                destinations.map { of($0.name, .real(pause(of: $0.lanes))) }),
            gauge(
                "relay_destination_failures_in_a_row", help: "Attempts that failed one after the other, up to now.",
                destinations.map { of($0.name, .integer(Int64($0.lanes.map(\.failuresInARow).max() ?? 0))) }),
            gauge(
                "relay_destination_last_delivery_timestamp_seconds",
                help: "When it last took a delivery, since relay was started.", unit: .seconds,
                destinations.compactMap { destination in
                    destination.lanes.compactMap(\.lastDeliveredAt).max().map { of(destination.name, time($0)) }
                }),
        ]
    }

    private func pause(of lanes: [DestinationHealth]) -> Double {
        lanes.compactMap(\.pausedUntil).max().map { max(0, ($0 - figures.now).seconds) } ?? 0
    }
}

// MARK: - Rules and process

extension GaugeMetrics {
    private func rules(_ rules: RulesFigures) -> [MetricFamily] {
        [
            gauge(
                "relay_rules_in_force", help: "Rules that are on.",
                [MetricSample([], .integer(Int64(rules.names.count)))]),
            gauge(
                "relay_rules_loaded_timestamp_seconds", help: "When the rules in force were read.", unit: .seconds,
                [MetricSample([], time(rules.loadedAt))]),
            gauge(
                "relay_rules_stale",
                help: "Whether the rules file has errors now, so that the rules in force are those from before.",
                [MetricSample([], .integer(rules.isStale ? 1 : 0))]),
            MetricFamily(
                "relay_rules_failed_reloads", .counter,
                help: "How often the rules file could not be used when it changed.",
                samples: [MetricSample([], .integer(Int64(rules.failedReloads)))]),
            MetricFamily(
                "relay_rules_file", .info, help: "The hash of the rules file in force.",
                samples: rules.fingerprint.map { [MetricSample([MetricLabel("fingerprint", $0)], .integer(1))] } ?? []),
        ]
    }

    private func clock(_ clock: ClockReport) -> [MetricFamily] {
        [
            MetricFamily(
                "relay_clock_leaps", .counter, help: "How often the clock was set by seconds or more while relay ran.",
                samples: [MetricSample([], .integer(Int64(clock.leaps)))]),
            gauge(
                "relay_store_pruning_lag_seconds",
                help: "How far the time by which old entries are removed is behind a clock that may have leapt.",
                unit: .seconds, [MetricSample([], .real(max(0, clock.pruningLag.seconds)))]),
        ]
    }

    /// Under the names that Prometheus' client libraries agree on.
    /// Source: Prometheus documentation, "Writing client libraries", process metrics.
    private var processFamilies: [MetricFamily] {
        guard let process = figures.process else { return [] }
        func samples(_ value: MetricValue?) -> [MetricSample] { value.map { [MetricSample([], $0)] } ?? [] }
        return [
            MetricFamily(
                "process_cpu_seconds", .counter, help: "Time on processors, in user and kernel together.",
                unit: .seconds, samples: samples(process.cpu.map { .real($0.seconds) })),
            gauge(
                "process_resident_memory_bytes", help: "Memory that is in use.", unit: .bytes,
                samples(process.residentBytes.map { .integer($0) })),
            gauge(
                "process_virtual_memory_bytes", help: "Memory that is mapped.", unit: .bytes,
                samples(process.virtualBytes.map { .integer($0) })),
            gauge("process_open_fds", help: "Open files and sockets.", samples(process.openFiles.map { .integer($0) })),
            gauge(
                "process_max_fds", help: "How many files and sockets may be open.",
                samples(process.openFilesLimit.map { .integer($0) })),
            gauge(
                "process_start_time_seconds", help: "When the process was started.", unit: .seconds,
                samples(process.startedAt.map(time))),
        ]
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(wholeMilliseconds) / 1_000 }
}
