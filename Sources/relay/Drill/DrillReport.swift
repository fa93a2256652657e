internal import Alerts
internal import JSONText
internal import Outbox
internal import TextFormats

/// How a drill went, and whether that is good enough.
struct DrillReport {
    /// The drill, by the UUID that was made up for it.
    let id: String
    /// The rule that was drilled.
    let rule: String
    /// The relay that was asked.
    let url: String
    /// The `id` of the event that was made up.
    let eventID: String
    /// From sending the event to relay's answer.
    let answeredAfter: Duration
    /// What the rules file demands.
    let announcedWithin: Duration
    /// What relay said of the event.
    let outcome: IngestOutcome
    /// How long was waited in all.
    var waited: Duration = .zero
    /// Nil where the event was not accepted.
    var record: DrillRecord?

    private var announcedAfter: Duration? {
        record.flatMap { record in record.announcedAt.map { $0 - record.receivedAt } }
    }

    private var isMet: Bool { announcedAfter.map { $0 <= announcedWithin } ?? false }

    /// Whether nothing that is still to come could change the verdict.
    private var isDecided: Bool {
        outcome != .accepted || record?.isSettled == true || waited > announcedWithin
    }

    /// Yes where the announcement came in time, no where it cannot any more, unknown where the wait ended before that.
    var status: ExitStatus { isMet ? .yes : isDecided ? .no : .unknown }
}

// MARK: - For programs

extension DrillReport {
    /// The object that the help of `relay drill` describes.
    var json: JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.member("drill", id)
            json.member("rule", rule)
            json.member("url", url)
            json.member("event_id", eventID)
            json.member("status", outcome.rawValue)
            json.member("met", isMet)
            json.member("settled", record?.isSettled == true)
            json.member("answered_after_ms", answeredAfter.wholeMilliseconds)
            json.member("announced_after_ms", announcedAfter?.wholeMilliseconds)
            json.member("announced_within_ms", announcedWithin.wholeMilliseconds)
            guard let record else { return }
            json.member("received_at", "\(record.receivedAt)")
            json.member("accepted_at", "\(record.acceptedAt)")
            json.member("accepted_after_ms", (record.acceptedAt - record.receivedAt).wholeMilliseconds)
            json.array("hops", of: record.hops) { json, hop in Self.write(hop, from: record.receivedAt, to: &json) }
        }
        return json
    }

    private static func write(_ hop: DrillRecord.Hop, from start: Timestamp, to json: inout JSONWriter) {
        json.object { json in
            json.member("delivery", hop.delivery)
            json.member("api_destination", hop.apiDestination)
            json.member("state", hop.state.rawValue)
            json.member("first_sent_at", hop.firstSentAt?.description)
            json.member("sent_after_ms", hop.firstSentAt.map { ($0 - start).wholeMilliseconds })
            json.member("settled_at", hop.settledAt?.description)
            json.member("settled_after_ms", hop.settledAt.map { ($0 - start).wholeMilliseconds })
            json.member("reason", hop.reason)
        }
    }
}

// MARK: - For people

extension DrillReport {
    /// Each step with its time, and the verdict last.
    func lines(in style: TextStyle) -> [String] {
        var lines = ["\(style(.bold, "drill \(id)")): \(rule.printable) at \(url.printable)"]
        lines.append(Self.line(answeredAfter, "answered: \(outcomeText)"))
        if let record {
            lines.append(Self.line(record.acceptedAt - record.receivedAt, "accepted, and durable"))
            for hop in record.hops { lines += Self.lines(hop, from: record.receivedAt) }
        }
        return lines + [verdict(in: style)]
    }

    private static func lines(_ hop: DrillRecord.Hop, from start: Timestamp) -> [String] {
        let place = "to \(hop.apiDestination), delivery \(hop.delivery)"
        var lines: [String] = []
        if let sent = hop.firstSentAt { lines.append(line(sent - start, "sent \(place)")) }
        let reason = hop.reason.isEmpty ? "" : ": \(hop.reason)"
        if let settled = hop.settledAt {
            lines.append(line(settled - start, "\(hop.state.rawValue) \(place)\(reason)"))
        } else {
            lines.append(line(nil, "\(hop.state.rawValue) \(place)\(reason)"))
        }
        return lines
    }

    private static func line(_ moment: Duration?, _ words: String) -> String {
        let text = moment.map { "\($0.wholeMilliseconds) ms" } ?? "..."
        return "  \(String(repeating: " ", count: max(0, 10 - text.utf8.count)))\(text)  \(words.printable)"
    }

    private func verdict(in style: TextStyle) -> String {
        let target = "within \(announcedWithin.wholeMilliseconds) ms"
        if let announcedAfter {
            let words = "announced after \(announcedAfter.wholeMilliseconds) ms"
            return isMet
                ? "\(style(.green, "met")): \(words), \(target)"
                : "\(style(.red, "not met")): \(words), not \(target)"
        }
        guard isDecided else { return "\(style(.yellow, "not known")): still on its way when the wait was over" }
        let words =
            switch outcome {
            case .accepted where record?.hops.isEmpty == true: "nothing was sent for it"
            case .accepted where record?.isSettled == true: "not everything arrived"
            case .accepted: "not announced \(target)"
            case .noRule, .invalid, .duplicate: "nothing was sent for it"
            }
        return "\(style(.red, "not met")): \(words)"
    }

    private var outcomeText: String {
        switch outcome {
        case .accepted: "accepted"
        case .duplicate: "a duplicate, of an event with a new id"
        case .noRule: "no rule matches; relay runs with other rules than this file's"
        case .invalid: "the event is invalid"
        }
    }
}
