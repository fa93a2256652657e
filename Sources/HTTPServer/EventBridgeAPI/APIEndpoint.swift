import FoundationEssentials
import HTTPTypes
import Ingest
import JSONText
import Logging
import Rules

extension RelayServer {
    /// `POST /`: a call of EventBridge's API.
    func beginAPICall(_ request: RequestHead) -> RequestStep {
        do throws(APIError) {
            let operation = try APIOperation(request.fields)
            let caller = try APICaller(request.head, from: request.peer, authenticator: authenticator, now: now())
            guard operation != .putEvents || !isDraining else { throw .draining }
            return .body(
                BodyHandler(
                    reply: { await self.reply(to: operation, from: caller, request, body: $0) },
                    replyToError: { APIError($0).reply }))
        } catch {
            return .reply(error.reply)
        }
    }

    private func reply(
        to operation: APIOperation, from caller: APICaller, _ request: RequestHead, body: [UInt8]
    ) async -> HTTPReply {
        do throws(APIError) {
            try caller.verify(request.head, body: body)
            request.peer.becomesKnown()
            switch operation {
            case .putEvents: return try await put(try PutEvents(parsing: body), region: caller.region)
            case .testEventPattern: return try TestEventPattern(body).reply
            }
        } catch {
            return error.reply
        }
    }

    /// Everything of one request is accepted in one step, or nothing of it.
    private func put(_ request: PutEvents, region: String) async throws(APIError) -> HTTPReply {
        let events = request.events(region: region, now: now())
        var texts: [[UInt8]] = []
        var faults: [PutEventsEntry.EntryError] = []
        for event in events {
            switch event {
            case .success(let event): texts.append(event.text)
            case .failure(let fault): faults.append(fault)
            }
        }
        let results: [EventResult]
        do throws(IngestError) {
            results = try await ingest.ingest(events: texts, alsoInvalid: faults.count)
        } catch {
            throw APIError(error)
        }
        for fault in faults {
            logger.info("event invalid", metadata: ["status": "invalid", "reason": "\(fault.message)"])
        }
        return PutEvents.reply(for: events, results)
    }
}

/// The operations of EventBridge's own API that relay has, so that `aws events … --endpoint-url` and the SDKs can send
/// to it.
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

extension HTTPReply {
    /// A reply of EventBridge's API, with an id of its own.
    init(api status: HTTPResponse.Status, json: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(json)
        self.init(status, contentType: APIOperation.contentType, body: writer.bytes)
        fields.set("x-amzn-RequestId", UUID().uuidString.lowercased())
    }
}

extension JSONDocument {
    /// How many keys and values a request may have; of ten entries only the resources could be many.
    static let requestValuesLimit = 100_000

    /// The body of a request to EventBridge's API: an object, where a missing body stands for an empty one.
    static func request(_ body: [UInt8]) throws(APIError) -> JSONValue {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(
                parsing: body.isEmpty ? Array("{}".utf8) : body, valuesLimit: requestValuesLimit)
        } catch {
            throw .serialization("the body is not JSON: \(error)")
        }
        guard document.root.kind == .object else { throw .serialization("the body must be a JSON object") }
        return document.root
    }
}

extension JSONValue {
    /// A member that the API says is a string; null counts as missing.
    func text(_ name: String) throws(APIError) -> String? {
        guard let value = self[name], value.kind != .null else { return nil }
        guard let text = value.string else { throw .serialization("\(name) must be a string") }
        return text
    }

    /// A member that the API says is a list; null counts as missing.
    func list(_ name: String) throws(APIError) -> [JSONValue]? {
        guard let value = self[name], value.kind != .null else { return nil }
        guard value.kind == .array else { throw .serialization("\(name) must be a list") }
        return value.elements
    }
}
