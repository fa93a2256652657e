import HTTPTypes
import Ingest
import Logging

extension RelayServer {
    /// `POST /`: a call of EventBridge's API.
    func beginAPICall(_ request: RequestHead) -> RequestStep {
        do throws(APIError) {
            let operation = try APIOperation(request.fields)
            let caller = try APICaller(request.head, from: request.peer, authenticator: authenticator, now: now())
            guard operation != .putEvents || !isDraining else { throw .draining }
            return .body(
                BodyHandler(
                    reply: { await self.reply(to: operation, from: caller, request.head, body: $0) },
                    replyToError: { APIError($0).reply }))
        } catch {
            return .reply(error.reply)
        }
    }

    private func reply(
        to operation: APIOperation, from caller: APICaller, _ head: HTTPRequest, body: [UInt8]
    ) async -> HTTPReply {
        do throws(APIError) {
            try caller.verify(head, body: body)
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
