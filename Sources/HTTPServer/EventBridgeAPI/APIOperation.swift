import HTTPTypes
import Rules

/// What of EventBridge's own API relay has, so that `aws events … --endpoint-url` and the SDKs can send to it.
///
/// Source: EventBridge API Reference; the protocol is AWS JSON 1.1, every request a `POST /` that names its operation in
/// `X-Amz-Target`.
enum APIOperation: String, Sendable {
    case putEvents = "AWSEvents.PutEvents"
    case testEventPattern = "AWSEvents.TestEventPattern"

    static let contentType = "application/x-amz-json-1.1"

    init(_ fields: HTTPFields) throws(APIError) {
        guard let operation = fields.value(named: "X-Amz-Target").flatMap(Self.init(rawValue:)) else {
            throw .unknownOperation
        }
        self = operation
    }
}

/// A request to EventBridge's API of which the body is still to be read.
struct APICall: Sendable {
    let operation: APIOperation
    let caller: APICaller
}

extension Answer {
    /// An answer of EventBridge's API; each has an id.
    init(api status: HTTPResponse.Status, json: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(json)
        self.init(status, contentType: APIOperation.contentType, body: writer.bytes)
        fields.set("x-amzn-RequestId", UUIDText().description)
    }
}
