import Synchronization

/// What is being worked on: how many requests, and how many bytes their bodies hold.
final class InFlight: Sendable {
    private struct Load {
        var requests = 0
        var bytes = 0
    }

    private let load = Mutex(Load())
    private let requestsLimit: Int
    private let bytesLimit: Int

    init(requests: Int = ServerLimits.requestsInFlight, bytes: Int = ServerLimits.bodyBytesInFlight) {
        (requestsLimit, bytesLimit) = (requests, bytes)
    }

    var requests: Int { load.withLock(\.requests) }

    /// A place for one more request; nil when all are taken.
    func enter() -> Place? {
        let isAdmitted = load.withLock { load in
            guard load.requests < requestsLimit, load.bytes < bytesLimit else { return false }
            load.requests += 1
            return true
        }
        return isAdmitted ? Place(inFlight: self) : nil
    }

    /// What one request takes up, until it goes.
    struct Place: ~Copyable {
        fileprivate let inFlight: InFlight
        private var bytes = 0

        fileprivate init(inFlight: InFlight) { self.inFlight = inFlight }

        /// Takes up room for more of the body; false when there is none.
        mutating func hold(_ count: Int) -> Bool {
            let isHeld = inFlight.load.withLock { load in
                guard load.bytes + count <= inFlight.bytesLimit else { return false }
                load.bytes += count
                return true
            }
            if isHeld { bytes += count }
            return isHeld
        }

        deinit {
            let bytes = bytes
            inFlight.load.withLock { load in
                load.requests -= 1
                load.bytes -= bytes
            }
        }
    }
}
