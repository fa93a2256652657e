package import Outbox

/// Why nothing of a body was accepted.
package enum IngestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The body's compression is damaged. It is counted as one invalid event.
    case unreadable(reason: String)
    /// The body holds no event.
    case noEvents(reason: String)
    /// The body inflates to more than ``IngestLimits/contentBytes``.
    case contentTooLong(limit: Int)
    /// The body holds more than ``IngestLimits/events``.
    case tooManyEvents(limit: Int)
    /// The store did not commit.
    case store(StoreError)

    /// The reason as one sentence for the sender.
    package var description: String {
        switch self {
        case .unreadable(let reason), .noEvents(let reason): reason
        case .contentTooLong(let limit): "the body inflates to more than \(limit) bytes; send it in parts"
        case .tooManyEvents(let limit): "the body holds more than \(limit) events; send them in parts"
        case .store(let error): "\(error)"
        }
    }
}
