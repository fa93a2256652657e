import HTTPTypes
import Ingest
import JSONText
import Outbox
import TextFormats

extension RelayServer {
    /// `POST /events`.
    func beginEvents(_ request: RequestHead) -> RequestStep {
        guard !isDraining else { return .reply(EventsEndpoint.drainingReply) }
        do throws(RequestRefusal) {
            let origin = try EventsEndpoint.origin(of: request.fields)
            return .body(
                BodyHandler(
                    reply: { await self.reply(toEvents: $0, origin) }, replyToError: { $0.reply }))
        } catch {
            return .reply(error.reply)
        }
    }

    private func reply(toEvents body: [UInt8], _ origin: EventOrigin) async -> HTTPReply {
        do throws(IngestError) {
            return EventsEndpoint.reply(for: try await ingest.ingest(body: body, origin: origin))
        } catch {
            return EventsEndpoint.reply(for: error)
        }
    }
}

/// What the header of `POST /events` says, and its replies.
enum EventsEndpoint {
    static let drainingReply = HTTPReply.error(
        .serviceUnavailable, "relay is stopping and accepts no events; send them again shortly",
        retryAfterSeconds: ServerLimits.drainRetryAfterSeconds)

    /// Whether the events are live or of a drill.
    ///
    /// `Content-Type` is not looked at: EventBridge says JSON, curl says a form.
    static func origin(of fields: HTTPFields) throws(RequestRefusal) -> EventOrigin {
        if let encoding = fields[.contentEncoding], !isKnown(encoding: encoding) {
            throw RequestRefusal(
                .error(
                    .unsupportedMediaType, "relay reads bodies as they are or gzipped, not '\(LogText(encoding))'",
                    fields: [.acceptEncoding: "gzip"]))
        }
        guard let drill = fields.value(named: "X-Relay-Drill") else { return .live }
        guard isDrillID(drill) else {
            throw RequestRefusal(
                .error(
                    .badRequest,
                    "X-Relay-Drill names a drill by 1 to \(ServerLimits.drillIDBytes) letters, digits and hyphens"))
        }
        return .drill(id: drill)
    }

    /// Whether a text is 1 to ``ServerLimits/drillIDBytes`` letters, digits and hyphens of ASCII.
    static func isDrillID(_ text: some StringProtocol) -> Bool {
        (1...ServerLimits.drillIDBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func isKnown(encoding: String) -> Bool {
        ["", "identity", "gzip", "x-gzip"].contains { encoding.hasBytes(ofIgnoringCase: $0) }
    }

    static func reply(for results: [EventResult]) -> HTTPReply {
        let invalid = results.count(of: .invalid)
        let isRefused = invalid == results.count
        let failure = results.failure.map(StoreRefusal.init)
        var reply = HTTPReply(failure?.status ?? (isRefused ? .badRequest : .ok)) { json in
            if isRefused { json.member("error", "no event in the body is valid; each result says why") }
            if let failure {
                json.member(
                    "error",
                    "not every event was accepted: \(failure.sentence); send the body again, what was accepted is known"
                )
            }
            json.array("results", of: results.enumerated()) { json, result in
                json.object { result.element.write(to: &$0, index: result.offset) }
            }
            for outcome in IngestOutcome.allCases {
                switch outcome {
                case .accepted: json.member("accepted", results.count(of: outcome))
                case .duplicate: json.member("duplicate", results.count(of: outcome))
                case .noRule: json.member("no_rule", results.count(of: outcome))
                case .invalid: json.member("invalid", invalid)
                }
            }
        }
        if let failure { reply.fields[.retryAfter] = String(failure.retryAfterSeconds) }
        return reply
    }

    static func reply(for error: IngestError) -> HTTPReply {
        switch error {
        case .unreadable, .noEvents: .error(.badRequest, "\(error)")
        case .contentTooLong, .tooManyEvents: .error(.contentTooLarge, "\(error)")
        case .store(let error): .error(StoreRefusal(error))
        }
    }
}

/// How a sender is told that the store did not take events.
struct StoreRefusal {
    let status: HTTPResponse.Status
    /// The reason without the path of the store's file, which senders need not know.
    let sentence: String
    let retryAfterSeconds: Int
    /// Whether the same is likely to work a moment later.
    let isBusy: Bool

    init(_ error: StoreError) {
        sentence = error.sentence
        isBusy = error.reason.isBusy
        status = isBusy ? .tooManyRequests : .serviceUnavailable
        retryAfterSeconds = isBusy ? ServerLimits.busyRetryAfterSeconds : ServerLimits.storeRetryAfterSeconds
    }
}

extension HTTPReply {
    fileprivate static func error(_ refusal: StoreRefusal) -> HTTPReply {
        .error(
            refusal.status, "no event was accepted: \(refusal.sentence)",
            retryAfterSeconds: refusal.retryAfterSeconds)
    }
}

/// A request is refused with this reply.
struct RequestRefusal: Error {
    let reply: HTTPReply

    init(_ reply: HTTPReply) { self.reply = reply }
}

extension EventResult {
    fileprivate func write(to json: inout JSONWriter, index: Int) {
        json.member("index", index)
        json.member("event_id", eventID)
        json.member("status", outcome?.rawValue ?? "not_accepted")
        if outcome == .accepted { json.member("deliveries", deliveries) }
        json.member("reason", reason)
    }
}

extension StoreError {
    /// The reason without the path of the store's file, which senders need not know.
    var sentence: String {
        switch reason {
        case .full: "relay's disk is full"
        case .readOnly: "relay's store cannot be written to"
        case .corrupt: "relay's store is damaged"
        case .newer: "relay's store was made by a later relay"
        case .inUse: "relay's store is in use by another 'relay serve'"
        case .missing: "relay's store is not there"
        case .removed: "relay's store was removed or replaced"
        case .overloaded: "more is waiting to be written than may wait; send it again shortly"
        case .contended: "others keep changing the same records; send it again shortly"
        case .closed: "relay's store has been closed"
        case .other: "relay's store failed"
        }
    }
}
