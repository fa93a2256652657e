package import Outbox

/// Why nothing of a request was accepted.
package enum IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The body cannot be read at all: its compression is damaged.
    case unreadable(reason: String)
    /// There is no event in it.
    case noEvents(reason: String)
    case contentTooLong(limit: Int)
    case tooManyEvents(limit: Int)
    /// What was to be accepted could not be put on record.
    case store(StoreError)

    package var description: String {
        switch self {
        case .unreadable(let reason), .noEvents(let reason): reason
        case .contentTooLong(let limit): "the body inflates to more than \(limit) bytes; send it in parts"
        case .tooManyEvents(let limit): "the body holds more than \(limit) events; send them in parts"
        case .store(let error): "\(error)"
        }
    }
}
