import HTTPTypes
import HummingbirdCore
import NIOCore

/// Why a body was not read to its end.
enum BodyFault: Error {
    case tooLong(limit: Int)
    /// All bodies together take as much room as they may.
    case busy
    /// It ended before its announced length, or the server stopped in the middle.
    case cutShort

    var answer: Answer {
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
    /// The whole body.
    ///
    /// - Throws: ``BodyFault``; what the connection threw.
    func body(upTo limit: Int, holding place: inout InFlight.Place) async throws -> [UInt8] {
        let announced = headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { throw BodyFault.tooLong(limit: limit) }
        var bytes: [UInt8] = []
        if let announced { bytes.reserveCapacity(announced) }
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else { throw BodyFault.tooLong(limit: limit) }
            guard place.hold(buffer.readableBytes) else { throw BodyFault.busy }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        // A stream that is cancelled ends as a complete one does. Half a batch must not be taken for a whole one.
        guard !Task.isCancelled, announced == nil || announced == bytes.count else { throw BodyFault.cutShort }
        return bytes
    }
}
