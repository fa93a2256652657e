import HTTPTypes
import HummingbirdCore
import NIOCore
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

/// Why a body was not read to its end.
enum BodyError: Error {
    /// It is longer than one request may be.
    case tooLong(limit: Int)
    /// The limits of ``RequestAdmission`` have been reached.
    case busy
    /// It ended before its announced length, or the server stopped in the middle.
    case cutShort

    /// The reply to a request whose errors are those of `POST /events`.
    var reply: HTTPReply {
        switch self {
        case .tooLong(let limit):
            .error(.contentTooLarge, "the body is longer than \(limit) bytes; send it in parts")
        case .busy:
            .error(
                .tooManyRequests, "relay is holding as much as it may; send it again shortly",
                retryAfterSeconds: ServerLimits.busyRetryAfterSeconds)
        case .cutShort: .error(.badRequest, "the body is shorter than announced; send it again")
        }
    }
}

extension Request {
    /// Reads the whole body.
    ///
    /// - Throws: ``BodyError``; what the connection threw.
    func body(upTo limit: Int, reserving permit: inout RequestAdmission.Permit) async throws -> [UInt8] {
        let announced = headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { throw BodyError.tooLong(limit: limit) }
        var bytes: [UInt8] = []
        if let announced { bytes.reserveCapacity(announced) }
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else { throw BodyError.tooLong(limit: limit) }
            guard permit.reserve(buffer.readableBytes) else { throw BodyError.busy }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        // A stream that is cancelled ends as a complete one does. Half a batch must not be accepted as a whole one.
        guard !Task.isCancelled, announced == nil || announced == bytes.count else { throw BodyError.cutShort }
        return bytes
    }
}
