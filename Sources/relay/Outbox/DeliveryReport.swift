internal import JSONText
internal import Outbox

/// Deliveries as text and as JSON. Callers and destinations choose what they hold, so text is made printable.
enum DeliveryReport {}

// MARK: - For programs

extension DeliveryReport {
    /// Writes an object that says what `outbox list` says of a delivery.
    static func write(_ delivery: Delivery, to json: inout JSONWriter) {
        json.object { json in writeMembers(of: delivery, to: &json) }
    }

    /// Writes an object that says what `outbox show` says of a delivery.
    static func write(_ record: DeliveryRecord, to json: inout JSONWriter) {
        json.object { json in
            writeMembers(of: record.delivery, to: &json)
            json.array("attempts_made", of: record.attempts) { json, attempt in write(attempt, to: &json) }
            json.array("interventions", of: record.interventions) { json, intervention in
                json.object { json in
                    json.member("action", intervention.action.rawValue)
                    json.member("at", "\(intervention.note.at)")
                    json.member("who", intervention.note.who)
                    json.member("why", intervention.note.why)
                }
            }
            json.object("request") { json in writeMembers(of: record.delivery.content.request, to: &json) }
            json.key("event")
            json.json(record.delivery.event)
        }
    }

    private static func writeMembers(of delivery: Delivery, to json: inout JSONWriter) {
        json.member("id", delivery.id)
        json.member("state", delivery.state.rawValue)
        json.member("kind", delivery.content.kind.name)
        if case .failover(let first) = delivery.content.kind { json.member("otherwise_of", first) }
        json.member("rule", delivery.content.rule)
        json.member("target", delivery.content.target)
        json.member("api_destination", delivery.content.apiDestination)
        json.member("channel", delivery.content.channel)
        json.member("event_id", delivery.eventID)
        json.member("origin", delivery.origin.name)
        json.member("drill", delivery.origin.drillID)
        json.member("received_at", "\(delivery.receivedAt)")
        json.member(delivery.state.isSettled ? "settled_at" : "due_at", "\(delivery.dueAt)")
        json.member("attempts", delivery.attempts)
        guard let letter = delivery.deadLetter else { return }
        json.object("dead_letter") { json in
            json.member("fault", letter.fault.rawValue)
            json.member("ERROR_CODE", letter.errorCode.rawValue)
            json.member("ERROR_MESSAGE", letter.errorMessage)
            json.member("EXHAUSTED_RETRY_CONDITION", letter.exhaustedRetryCondition?.rawValue)
            json.member("RETRY_ATTEMPTS", letter.retryAttempts)
        }
    }

    private static func write(_ attempt: Attempt, to json: inout JSONWriter) {
        json.object { json in
            json.member("number", attempt.number)
            json.member("started_at", "\(attempt.startedAt)")
            json.member("ended_at", "\(attempt.endedAt)")
            json.member("status", attempt.status)
            json.member("outcome", attempt.outcome.rawValue)
            json.member("reason", attempt.reason)
            if !attempt.excerpt.isEmpty { json.member("excerpt", attempt.excerpt) }
        }
    }

    private static func writeMembers(of request: DeliveryRequest, to json: inout JSONWriter) {
        func write(_ field: DeliveryRequest.Field, to json: inout JSONWriter) {
            json.object { json in
                json.member("name", field.name)
                json.member("value", field.value)
            }
        }
        json.array("path_parameters", of: request.pathParameters) { json, value in json.string(value) }
        json.array("headers", of: request.headers) { json, field in write(field, to: &json) }
        json.array("query", of: request.query) { json, field in write(field, to: &json) }
        json.member("body", String(decoding: request.body, as: UTF8.self))
    }
}

// MARK: - Names

extension NewDelivery.Kind {
    /// What JSON and text call it.
    var name: String {
        switch self {
        case .alert: "alert"
        case .summary: "summary"
        case .failover: "otherwise"
        }
    }
}

extension EventOrigin {
    /// What JSON and text call it.
    var name: String {
        switch self {
        case .live: "live"
        case .archive: "archive"
        case .drill: "drill"
        }
    }
}
