import Alerts
import HTTPTypes
import Outbox
import TextFormats

extension RelayServer {
    /// `GET /drills/ID`.
    func beginDrill(_ request: RequestHead) -> RequestStep {
        let id = request.parameter
        guard EventsEndpoint.isDrillID(id) else { return .reply(DrillEndpoint.unknownDrill) }
        return .page {
            do throws(StoreError) {
                return try await self.pages.drill(id).map(DrillEndpoint.reply(for:)) ?? DrillEndpoint.unknownDrill
            } catch {
                return DrillEndpoint.reply(for: error)
            }
        }
    }
}

/// The replies of `GET /drills/ID`: a fire drill and when each hop was reached.
enum DrillEndpoint {
    static func reply(for record: DrillRecord) -> HTTPReply {
        HTTPReply(.ok) { json in
            json.member("id", record.id)
            json.member("rule", record.rule)
            json.time("received_at", record.receivedAt)
            json.time("accepted_at", record.acceptedAt)
            json.time("announced_at", record.announcedAt)
            json.key("settled")
            json.bool(record.isSettled)
            json.key("hops")
            json.array { json in
                for hop in record.hops { json.object { hop.write(to: &$0) } }
            }
        }
    }

    static func reply(for error: StoreError) -> HTTPReply {
        .error(
            .serviceUnavailable, "drills cannot be looked up: \(error.sentence)",
            retryAfterSeconds: ServerLimits.storeRetryAfterSeconds)
    }

    static let unknownDrill = HTTPReply.error(.notFound, "no event of that drill has been accepted")
}

extension DrillRecord.Hop {
    fileprivate func write(to json: inout JSONWriter) {
        json.key("delivery")
        json.number(delivery.number)
        json.member("api_destination", apiDestination)
        json.member("state", state.rawValue)
        json.time("first_sent_at", firstSentAt)
        json.time("settled_at", settledAt)
        json.member("reason", reason)
    }
}

extension JSONWriter {
    /// ISO 8601 with milliseconds, or null.
    fileprivate mutating func time(_ name: StaticString, _ moment: Timestamp?) {
        key(name)
        if let moment { string(moment.description) } else { null() }
    }
}
