import HTTPTypes
import HummingbirdCore
import NIOCore

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
