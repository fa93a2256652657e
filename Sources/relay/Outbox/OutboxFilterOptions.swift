internal import ArgumentParser
internal import Outbox
internal import TextFormats

/// Which deliveries are meant. Options narrow each other; several states are alternatives.
struct OutboxFilterOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The deliveries' numbers.", valueName: "id"), transform: DeliveryID.init(argument:))
    var ids: [DeliveryID] = []

    @Option(
        help: ArgumentHelp("Only this state; may be given several times.", valueName: "state"),
        completion: .list(DeliveryState.allCases.map(\.rawValue)), transform: DeliveryState.init(argument:))
    var state: [DeliveryState] = []

    @Option(help: ArgumentHelp("Only what this rule sends.", valueName: "name"))
    var rule: String?

    @Option(help: ArgumentHelp("Only what goes to this API destination.", valueName: "name"))
    var destination: String?

    @Option(
        help: ArgumentHelp(
            "Received on this day or after, or from this time on.", valueName: "YYYY-MM-DD[THH:MM[:SS]Z]"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Received up to and including this day, or before this time.", valueName: "YYYY-MM-DD[THH:MM[:SS]Z]"))
    var until: String?

    func validate() throws {
        for (name, text) in [("--since", since), ("--until", until)] {
            if let text, ReplayOptions.time(text, dayMeansItsEnd: false) == nil {
                throw ValidationError(
                    "'\(name) \(text.printable)': expected a day such as 2026-03-01 or a time such as 2026-03-01T09:30Z."
                )
            }
        }
    }

    /// Whether every delivery is meant.
    var isEmpty: Bool { filter == OutboxFilter() }

    var filter: OutboxFilter {
        var filter = OutboxFilter()
        filter.ids = ids
        filter.states = Set(state)
        filter.rule = rule
        filter.apiDestination = destination
        filter.since = since.flatMap { ReplayOptions.time($0, dayMeansItsEnd: false) }.flatMap {
            Timestamp(parsing: $0)
        }
        filter.until = until.flatMap { ReplayOptions.time($0, dayMeansItsEnd: true) }.flatMap { Timestamp(parsing: $0) }
        return filter
    }
}

extension DeliveryState {
    fileprivate init(argument: String) throws {
        guard let state = Self(rawValue: argument) else {
            let states = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(argument.printable)' is no state; there are \(states).")
        }
        self = state
    }
}

extension DeliveryID {
    init(argument: String) throws {
        guard let number = Int64(argument), number > 0 else {
            throw ValidationError(
                "'\(argument.printable)': expected the number of a delivery, as 'outbox list' shows it.")
        }
        self.init(number)
    }
}
