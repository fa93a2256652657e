import Outbox
import Synchronization

/// Bounds the work in progress: how many requests are read and judged at once, and how many bytes their bodies hold.
final class RequestAdmission: Sendable {
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

    /// How many requests hold a permit.
    var requests: Int { load.withLock(\.requests) }

    /// Admits one more request; nil when a limit has been reached.
    func admit() -> Permit? {
        let isAdmitted = load.withLock { load in
            guard load.requests < requestsLimit, load.bytes < bytesLimit else { return false }
            load.requests += 1
            return true
        }
        return isAdmitted ? Permit(admission: self) : nil
    }

    /// The share of one request. It is given back when the permit goes out of scope.
    struct Permit: ~Copyable {
        private let admission: RequestAdmission
        private var bytes = 0

        fileprivate init(admission: RequestAdmission) { self.admission = admission }

        /// Reserves room for more of the body; false when that would exceed the limit.
        mutating func reserve(_ count: Int) -> Bool {
            let isReserved = admission.load.withLock { load in
                guard load.bytes + count <= admission.bytesLimit else { return false }
                load.bytes += count
                return true
            }
            if isReserved { bytes += count }
            return isReserved
        }

        deinit {
            let bytes = bytes
            admission.load.withLock { load in
                load.requests -= 1
                load.bytes -= bytes
            }
        }
    }
}
