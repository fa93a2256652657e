import HTTPTypes
import HummingbirdCore
import Outbox

/// What is to be done with a request, as far as its head tells.
enum Reception {
    /// Nothing more than to answer it.
    case answer(Answer)
    case page(Page)
    /// Its body is wanted.
    case body(Reading)

    enum Page {
        case readiness
        case metrics(accept: String)
        case drill(id: String)
    }

    enum Reading {
        case events(EventOrigin)
        case call(APICall)
    }
}

extension RelayServer {
    /// Decides by the head alone, so that nobody sends a long body in vain.
    func reception(of head: HTTPRequest, from peer: Peer) -> Reception {
        let path = (head.path ?? "/").utf8.prefix { $0 != UInt8(ascii: "?") }
        if path.elementsEqual("/events".utf8) {
            return receive(head, allowing: [.post]) { receptionOfEvents(head, from: peer) }
        }
        if path.elementsEqual("/".utf8) {
            return receive(head, allowing: [.post]) { receptionOfCall(head, from: peer) }
        }
        if path.elementsEqual("/healthz".utf8) {
            return receive(head, allowing: [.get, .head]) { .answer(Answer(.ok) { $0.member("status", "alive") }) }
        }
        if path.elementsEqual("/readyz".utf8) {
            return receive(head, allowing: [.get, .head]) { .page(.readiness) }
        }
        if path.elementsEqual("/metrics".utf8) {
            return receive(head, allowing: [.get, .head]) {
                .page(.metrics(accept: head.headerFields[.accept] ?? ""))
            }
        }
        if path.starts(with: DrillEndpoint.pathPrefix.utf8) {
            let id = String(decoding: path.dropFirst(DrillEndpoint.pathPrefix.utf8.count), as: UTF8.self)
            return receive(head, allowing: [.get, .head]) { receptionOfDrill(id, head, from: peer) }
        }
        return .answer(.error(.notFound, "there is nothing here; events go to POST /events"))
    }

    private func receive(
        _ head: HTTPRequest, allowing methods: [HTTPRequest.Method], _ reception: () -> Reception
    ) -> Reception {
        guard methods.contains(head.method) else {
            let allowed = methods.map(\.rawValue).joined(separator: ", ")
            return .answer(
                .error(.methodNotAllowed, "only \(allowed) works here", fields: [.allow: allowed]))
        }
        return reception()
    }

    private func receptionOfEvents(_ head: HTTPRequest, from peer: Peer) -> Reception {
        if let refusal = authorization.refusal(of: head.headerFields, from: peer) { return .answer(refusal) }
        guard !isDraining else { return .answer(Self.drainingAnswer) }
        do throws(Refused) {
            return .body(.events(try EventsEndpoint.origin(of: head.headerFields)))
        } catch {
            return .answer(error.answer)
        }
    }

    private func receptionOfDrill(_ id: String, _ head: HTTPRequest, from peer: Peer) -> Reception {
        if let refusal = authorization.refusal(of: head.headerFields, from: peer) { return .answer(refusal) }
        guard EventsEndpoint.isDrillID(id) else { return .answer(DrillEndpoint.unknownDrill) }
        return .page(.drill(id: id))
    }

    private static let drainingAnswer = Answer.error(
        .serviceUnavailable, "relay is stopping and accepts no events; send them again shortly",
        retryAfterSeconds: ServerLimits.drainRetryAfterSeconds)
}

extension RelayServer {
    func show(_ page: Reception.Page) async -> Answer {
        switch page {
        case .readiness:
            var readiness = await pages.readiness()
            if isDraining { readiness.problems.append(.init(check: "server", reason: "relay is stopping")) }
            return readiness.answer
        case .metrics(let accept):
            let page = await pages.metrics(accept)
            return Answer(.ok, contentType: page.contentType, body: page.body)
        case .drill(let id):
            do throws(StoreError) {
                return try await pages.drill(id).map(DrillEndpoint.answer(for:)) ?? DrillEndpoint.unknownDrill
            } catch {
                return DrillEndpoint.answer(for: error)
            }
        }
    }

    /// Reads a request's body and does with it what it was sent for.
    ///
    /// - Throws: what the connection threw.
    func read(_ request: Request, for reading: Reception.Reading) async throws -> Answer {
        do {
            guard var place = inFlight.enter() else { throw BodyFault.busy }
            switch reading {
            case .events(let origin):
                let body = try await request.body(upTo: ServerLimits.bodyBytes, holding: &place)
                return await takeEvents(body, origin)
            case .call(let call):
                let body = try await request.body(upTo: ServerLimits.bodyBytes, holding: &place)
                return await answer(call, request.head, body: body)
            }
        } catch let fault as BodyFault {
            if case .call = reading { return APIError(fault).answer }
            return fault.answer
        }
    }

    private func takeEvents(_ body: [UInt8], _ origin: EventOrigin) async -> Answer {
        do throws(IntakeError) {
            return EventsEndpoint.answer(for: try await intake.take(body: body, origin: origin))
        } catch {
            return EventsEndpoint.answer(for: error)
        }
    }
}
