import FoundationEssentials
import HTTPTypes
import Ingest
import JSONText
import Outbox
import Rules
import TextFormats

/// `PutEvents`: events come in as AWS's clients send them.
///
/// Source: EventBridge API Reference, "PutEvents"; the texts are those that the service answers.
struct PutEvents: Sendable {
    static let entriesLimit = 10
    /// All entries together must be shorter, by ``PutEventsEntry/bytes``.
    static let bytesLimit = 256 << 10
    /// The account that events are from, as EventBridge has it in `account`: relay has none, and an access key of its
    /// own tells none. AWS's documentation uses this one.
    static let account = "123456789012"

    let entries: [PutEventsEntry]

    /// - Throws: what the request as a whole is refused for.
    init(parsing body: [UInt8]) throws(APIError) {
        let list = try JSONDocument.request(body).list("Entries")
        guard let list else {
            throw .validation([APIError.constraint(on: "entries", value: " null", "not be null")])
        }
        guard !list.isEmpty else {
            throw .validation([
                APIError.constraint(on: "entries", value: " '[]'", "have length greater than or equal to 1")
            ])
        }
        guard list.count <= Self.entriesLimit else {
            throw .validation([
                APIError.constraint(on: "entries", "have length less than or equal to \(Self.entriesLimit)")
            ])
        }
        var entries: [PutEventsEntry] = []
        for entry in list { entries.append(try PutEventsEntry(entry)) }
        guard entries.reduce(0, { $0 + $1.bytes }) < Self.bytesLimit else {
            throw .validation("Total size of the entries in the request is over the limit.")
        }
        self.entries = entries
    }

    /// An event with its id for each entry, or the reason that it cannot be made an event.
    func events(region: String, now: Timestamp) -> [Result<Event, PutEventsEntry.EntryError>] {
        entries.map { entry in
            let id = UUID().uuidString.lowercased()
            return Result { () throws(PutEventsEntry.EntryError) in
                Event(id: id, text: try entry.event(id: id, account: Self.account, region: region, now: now))
            }
        }
    }

    struct Event: Sendable {
        /// A random UUID in lower case, as AWS writes them.
        let id: String
        /// JSON.
        let text: [UInt8]
    }

    /// - Parameters:
    ///   - events: As ``events(region:now:)`` made them.
    ///   - results: What became of those that are events, in order. EventBridge does not say whether any rule matched;
    ///     neither does this.
    static func reply(for events: [Result<Event, PutEventsEntry.EntryError>], _ results: [EventResult]) -> HTTPReply {
        var results = results.makeIterator()
        let outcomes = events.map { event in
            event.flatMap { event -> Result<Event, PutEventsEntry.EntryError> in
                let result = results.next()
                // Its sender sends such an entry again, and the others not.
                if let failure = result?.failure { return .failure(.notAccepted(StoreRefusal(failure))) }
                // Within the envelope the detail may nest one level too deep.
                return result?.outcome == .invalid ? .failure(.malformedDetail) : .success(event)
            }
        }
        return HTTPReply(api: .ok) { json in
            json.member("FailedEntryCount", outcomes.count { (try? $0.get()) == nil })
            json.array("Entries", of: outcomes) { json, outcome in
                json.object { json in
                    switch outcome {
                    case .success(let event): json.member("EventId", event.id)
                    case .failure(let fault):
                        json.member("ErrorCode", fault.code)
                        json.member("ErrorMessage", fault.message)
                    }
                }
            }
        }
    }
}
