import HTTPTypes
import Ingest
import JSONText
import Outbox
import Rules

/// An error as an AWS service with the JSON protocol answers it: `{"__type": "…", "message": "…"}`.
///
/// The names and the statuses are those by which AWS's clients decide whether to try again: what is 429 or 5xx they
/// send once more by themselves.
struct APIError: Error, Hashable, Sendable {
    let type: String
    let message: String
    var status = HTTPResponse.Status.badRequest
    var retryAfterSeconds: Int?

    static func validation(_ message: String) -> APIError { APIError(type: "ValidationException", message: message) }

    /// - Parameter faults: each as ``constraint(on:value:_:)`` words it.
    static func validation(_ faults: [String]) -> APIError {
        let count = faults.count == 1 ? "1 validation error" : "\(faults.count) validation errors"
        return validation("\(count) detected: \(faults.joined(separator: "; "))")
    }

    /// - Parameter value: the value that was given, with a blank before it; empty where it may be long or secret.
    static func constraint(on member: String, value: String = "", _ constraint: String) -> String {
        "Value\(value) at '\(member)' failed to satisfy constraint: Member must \(constraint)"
    }

    static func serialization(_ message: String) -> APIError {
        APIError(type: "SerializationException", message: message)
    }

    static let unknownOperation = APIError(
        type: "UnknownOperationException",
        message: """
            of EventBridge's operations relay has AWSEvents.PutEvents and AWSEvents.TestEventPattern, named by the header \
            X-Amz-Target; events as they are go to POST /events
            """)

    static let draining = APIError(
        type: "ServiceUnavailable", message: "relay is stopping and accepts no events; send them again shortly",
        status: .serviceUnavailable, retryAfterSeconds: ServerLimits.drainRetryAfterSeconds)

    init(
        type: String, message: String, status: HTTPResponse.Status = .badRequest, retryAfterSeconds: Int? = nil
    ) {
        (self.type, self.message, self.status) = (type, message, status)
        self.retryAfterSeconds = retryAfterSeconds
    }

    var reply: HTTPReply {
        var reply = HTTPReply(api: status) { json in
            json.member("__type", type)
            json.member("message", message)
        }
        reply.fields.set("x-amzn-ErrorType", type)
        if let retryAfterSeconds { reply.fields[.retryAfter] = String(retryAfterSeconds) }
        return reply
    }
}

extension APIError {
    init(_ fault: SignatureError) {
        switch fault {
        case .missing: self.init(type: "MissingAuthenticationTokenException", message: "Missing Authentication Token")
        case .incomplete(let message): self.init(type: "IncompleteSignatureException", message: message)
        case .unknownKey: self = .unknownKey
        case .invalid(let message): self.init(type: "InvalidSignatureException", message: message)
        }
    }

    static let unknownKey = APIError(
        type: "UnrecognizedClientException", message: "The security token included in the request is invalid.")

    init(_ fault: BodyError) {
        switch fault {
        case .tooLong(let limit):
            self.init(
                type: "RequestEntityTooLargeException", message: "the body is longer than \(limit) bytes",
                status: .contentTooLarge)
        case .busy:
            self.init(
                type: "ThrottlingException", message: "relay is holding as much as it may; send it again shortly",
                status: .tooManyRequests, retryAfterSeconds: ServerLimits.busyRetryAfterSeconds)
        case .cutShort: self = .serialization("the body is shorter than announced; send it again")
        }
    }

    init(_ error: IngestError) {
        switch error {
        case .store(let error):
            let refusal = StoreRefusal(error)
            self.init(
                type: refusal.isBusy ? "ThrottlingException" : "ServiceUnavailable",
                message: "no event was accepted: \(refusal.sentence)",
                status: refusal.status, retryAfterSeconds: refusal.retryAfterSeconds)
        case .unreadable, .noEvents, .contentTooLong, .tooManyEvents: self = .validation("\(error)")
        }
    }
}
