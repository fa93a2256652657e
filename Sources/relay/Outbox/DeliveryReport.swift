internal import JSONText
internal import Outbox

/// Deliveries in words and in JSON. What they hold is chosen by callers and destinations: everything is made printable.
enum DeliveryReport {}

// MARK: - For programs

extension DeliveryReport {
    static func json(_ delivery: Delivery) -> JSONMembers {
        var members = JSONMembers()
        members.add("id", delivery.id.number)
        members.add("state", delivery.state.rawValue)
        members.add("kind", delivery.content.kind.word)
        if case .otherwise(let first) = delivery.content.kind { members.add("otherwise_of", first.number) }
        members.add("rule", delivery.content.rule)
        members.add("target", delivery.content.target)
        members.add("api_destination", delivery.content.apiDestination)
        members.add("channel", delivery.content.channel)
        members.add("event_id", delivery.eventID)
        members.add("origin", delivery.origin.word)
        members.add("drill", delivery.origin.drillID)
        members.add("received_at", delivery.receivedAt)
        members.add(delivery.state.isSettled ? "settled_at" : "due_at", delivery.dueAt)
        members.add("attempts", delivery.attempts)
        if let letter = delivery.deadLetter { members.add("dead_letter", json: json(letter).text) }
        return members
    }

    private static func json(_ letter: DeadLetter) -> JSONMembers {
        var members = JSONMembers()
        members.add("fault", letter.fault.rawValue)
        members.add("ERROR_CODE", letter.errorCode.rawValue)
        members.add("ERROR_MESSAGE", letter.errorMessage)
        members.add("EXHAUSTED_RETRY_CONDITION", letter.exhaustedRetryCondition?.rawValue)
        members.add("RETRY_ATTEMPTS", letter.retryAttempts)
        return members
    }

    static func json(_ record: DeliveryRecord) -> JSONMembers {
        var members = json(record.delivery)
        members.add("attempts_made", record.attempts.map(json))
        members.add("interventions", record.interventions.map(json))
        members.add("request", json: json(record.delivery.content.request).text)
        members.add("event", json: String(decoding: record.delivery.event, as: UTF8.self))
        return members
    }

    private static func json(_ attempt: Attempt) -> JSONMembers {
        var members = JSONMembers()
        members.add("number", attempt.number)
        members.add("started_at", attempt.startedAt)
        members.add("ended_at", attempt.endedAt)
        if let status = attempt.status { members.add("status", status) }
        members.add("outcome", attempt.outcome.rawValue)
        members.add("reason", attempt.reason)
        if !attempt.excerpt.isEmpty { members.add("excerpt", attempt.excerpt) }
        return members
    }

    private static func json(_ intervention: DeliveryRecord.Intervention) -> JSONMembers {
        var members = JSONMembers()
        members.add("action", intervention.action.rawValue)
        members.add("at", intervention.note.at)
        members.add("who", intervention.note.who)
        members.add("why", intervention.note.why)
        return members
    }

    private static func json(_ request: DeliveryRequest) -> JSONMembers {
        func fields(_ fields: [DeliveryRequest.Field]) -> [JSONMembers] {
            fields.map { field in
                var members = JSONMembers()
                members.add("name", field.name)
                members.add("value", field.value)
                return members
            }
        }
        var members = JSONMembers()
        let parameters = request.pathParameters.map(JSONString.quoted).joined(separator: ",")
        members.add("path_parameters", json: "[\(parameters)]")
        members.add("headers", fields(request.headers))
        members.add("query", fields(request.query))
        members.add("body", String(decoding: request.body, as: UTF8.self))
        return members
    }
}

// MARK: - Words

extension NewDelivery.Kind {
    var word: String {
        switch self {
        case .alert: "alert"
        case .summary: "summary"
        case .otherwise: "otherwise"
        }
    }
}

extension EventOrigin {
    var word: String {
        switch self {
        case .live: "live"
        case .archive: "archive"
        case .drill: "drill"
        }
    }
}
