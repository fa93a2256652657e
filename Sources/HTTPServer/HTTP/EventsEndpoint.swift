import HTTPTypes
import Outbox
import TextFormats

/// `POST /events`: what its header says, and its answers.
enum EventsEndpoint {
    /// How the events of a request are to be taken.
    ///
    /// What the body is said to be (`Content-Type`) does not matter: EventBridge says JSON, curl says a form.
    static func origin(of fields: HTTPFields) throws(Refused) -> EventOrigin {
        if let encoding = fields[.contentEncoding], !isKnown(encoding: encoding) {
            throw Refused(
                .error(
                    .unsupportedMediaType, "relay reads bodies as they are or gzipped, not '\(LogText(encoding))'",
                    fields: [.acceptEncoding: "gzip"]))
        }
        guard let drill = fields.value(named: "X-Relay-Drill") else { return .live }
        guard isDrillID(drill) else {
            throw Refused(
                .error(
                    .badRequest,
                    "X-Relay-Drill names a drill by 1 to \(ServerLimits.drillIDBytes) letters, digits and hyphens"))
        }
        return .drill(id: drill)
    }

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

    static func answer(for results: [EventResult]) -> Answer {
        let invalid = results.count(of: .invalid)
        let isRefused = invalid == results.count
        return Answer(isRefused ? .badRequest : .ok) { json in
            if isRefused { json.member("error", "no event in the body is valid; each result says why") }
            json.key("results")
            json.array { json in
                for (index, result) in results.enumerated() { json.object { result.write(to: &$0, index: index) } }
            }
            for fate in IngestOutcome.allCases {
                switch fate {
                case .accepted: json.member("accepted", results.count(of: fate))
                case .duplicate: json.member("duplicate", results.count(of: fate))
                case .noRule: json.member("no_rule", results.count(of: fate))
                case .invalid: json.member("invalid", invalid)
                }
            }
        }
    }

    static func answer(for error: IntakeError) -> Answer {
        switch error {
        case .unreadable, .noEvents: .error(.badRequest, "\(error)")
        case .contentTooLong, .tooManyEvents: .error(.contentTooLarge, "\(error)")
        case .store(let error) where error.reason.isBusy:
            .error(
                .tooManyRequests, "no event was accepted: \(error.sentence)",
                retryAfterSeconds: ServerLimits.busyRetryAfterSeconds)
        case .store(let error):
            .error(
                .serviceUnavailable, "no event was accepted: \(error.sentence)",
                retryAfterSeconds: ServerLimits.storeRetryAfterSeconds)
        }
    }
}

/// An answer in place of a result.
struct Refused: Error {
    let answer: Answer

    init(_ answer: Answer) { self.answer = answer }
}

extension EventResult {
    fileprivate func write(to json: inout JSONWriter, index: Int) {
        json.member("index", index)
        if let eventID { json.member("event_id", eventID) }
        json.member("status", fate.rawValue)
        if fate == .accepted { json.member("deliveries", deliveries) }
        if let reason { json.member("reason", reason) }
    }
}

extension StoreError {
    /// Without the file's path, which is no business of a sender's.
    var sentence: String {
        switch reason {
        case .full: "relay's disk is full"
        case .readOnly: "relay's store cannot be written to"
        case .corrupt: "relay's store is damaged"
        case .newer: "relay's store was made by a later relay"
        case .inUse: "relay's store is in use by another 'relay serve'"
        case .missing: "relay's store is not there"
        case .overloaded: "more is waiting to be written than may wait; send it again shortly"
        case .contended: "others keep changing the same records; send it again shortly"
        case .closed: "relay's store has been closed"
        case .other: "relay's store failed"
        }
    }
}
