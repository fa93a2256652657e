import HTTPTypes
import HummingbirdCore
import Logging

extension RelayServer {
    /// Decides by the head of a `POST /` alone.
    func receptionOfCall(_ head: HTTPRequest, from peer: Peer) -> Reception {
        do throws(APIError) {
            let operation = try APIOperation(head.headerFields)
            let caller = try APICaller(head, from: peer, authorization: authorization, now: now())
            guard operation != .putEvents || !isDraining else { throw .draining }
            return .body(.call(APICall(operation: operation, caller: caller)))
        } catch {
            return .answer(error.answer)
        }
    }

    func answer(_ call: APICall, _ head: HTTPRequest, body: [UInt8]) async -> Answer {
        do throws(APIError) {
            try call.caller.verify(head, body: body)
            switch call.operation {
            case .putEvents: return try await put(try PutEvents(parsing: body), region: call.caller.region)
            case .testEventPattern: return try TestEventPattern(body).answer
            }
        } catch {
            return error.answer
        }
    }

    /// Everything of one request is accepted in one step, or nothing of it.
    private func put(_ request: PutEvents, region: String) async throws(APIError) -> Answer {
        let events = request.events(region: region, now: now())
        var texts: [[UInt8]] = []
        var faults: [PutEventsEntry.Fault] = []
        for event in events {
            switch event {
            case .success(let event): texts.append(event.text)
            case .failure(let fault): faults.append(fault)
            }
        }
        let results: [EventResult]
        do throws(IntakeError) {
            results = try await intake.take(events: texts, alsoInvalid: faults.count)
        } catch {
            throw APIError(error)
        }
        for fault in faults {
            logger.info("event invalid", metadata: ["status": "invalid", "reason": "\(fault.message)"])
        }
        return PutEvents.answer(for: events, results)
    }
}
