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
            "Received on this day or after, or from this time on.", valueName: DayOrTime.valueName))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Received up to and including this day, or before this time.", valueName: DayOrTime.valueName))
    var until: String?

    func validate() throws {
        try DayOrTime.validate(from: ("--since", since), to: ("--until", until))
    }

    /// Whether every delivery is meant.
    var isEmpty: Bool { filter == OutboxFilter() }

    /// Which deliveries are meant. Options of one kind widen it, different kinds narrow it.
    var filter: OutboxFilter {
        var filter = OutboxFilter()
        filter.ids = ids
        filter.states = Set(state)
        filter.rule = rule
        filter.apiDestination = destination
        filter.since = since.flatMap(DayOrTime.init).flatMap { Timestamp(parsing: $0.start) }
        filter.until = until.flatMap(DayOrTime.init).flatMap { Timestamp(parsing: $0.end) }
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
    /// Reads a delivery's number, which is at least 1.
    ///
    /// - Throws: `ValidationError`.
    init(argument: String) throws {
        guard let number = Int64(argument), number > 0 else {
            throw ValidationError(
                "'\(argument.printable)': expected the number of a delivery, as 'outbox list' shows it.")
        }
        self.init(String(number))
    }
}
