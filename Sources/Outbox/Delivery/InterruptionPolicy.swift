/// What follows when relay ended while a delivery was on its way, before the outcome was on record.
///
/// Once is chance: somebody killed relay, the power failed. A delivery that was on its way each time may be what ended
/// relay. It is sent again, since it may just as well be innocent, but beside no other one that was interrupted, after a
/// wait that doubles each time, so that all others get through in between; and it is given up in the end.
///
/// | interruptions in a row | what follows |
/// |---|---|
/// | 1 | sent again at once |
/// | 2, 3, 4 | set aside for 30, 60, 120 seconds, then sent again |
/// | 5 | given up |
///
/// An outcome of any kind that is put on record ends the row.
public enum InterruptionPolicy {
    /// From so many in a row on a delivery is set aside before it is sent again.
    public static let setAsideFrom = 2
    /// At so many in a row a delivery is given up.
    public static let limit = 5
    /// How long it is set aside at first.
    public static let firstDelay: Duration = .seconds(30)

    /// How long to wait before a delivery is sent again.
    ///
    /// - Parameter count: Interruptions in a row, the last one counted.
    public static func delay(after count: Int) -> Duration {
        guard count >= setAsideFrom, count < limit else { return .zero }
        return firstDelay * (1 << (count - setAsideFrom))
    }

    /// What goes on record for an interruption.
    ///
    /// - Parameter count: Interruptions in a row, this one counted.
    static func reason(after count: Int) -> String {
        let delay = delay(after: count)
        let first = "relay ended before the answer came"
        guard count >= setAsideFrom else { return first }
        let row = "\(first), \(count) times in a row"
        return delay == .zero ? row : "\(row): set aside for \(delay.components.seconds) s"
    }
}

extension Delivery {
    /// Why it is given up without being sent; nil for one that is to be sent.
    public var refusal: DeadLetter? {
        if let failure = content.failure { return failure }
        guard interruptions >= InterruptionPolicy.limit else { return nil }
        return DeadLetter(
            fault: .relay, errorCode: .internalError,
            errorMessage: """
                relay ended \(interruptions) times in a row while this was on its way; look at it before it is \
                redriven, and please report it
                """,
            retryAttempts: max(0, attempts - 1))
    }
}
