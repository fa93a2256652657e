internal import Alerts
internal import Outbox
internal import TextFormats

/// How a drill went, and whether that is good enough.
struct DrillReport {
    let id: String
    let rule: String
    let url: String
    let eventID: String
    /// From sending the event to relay's answer.
    let answeredAfter: Duration
    /// What the rules file demands.
    let announcedWithin: Duration
    /// What relay said of the event.
    let fate: EventFate
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
        fate != .accepted || record?.isSettled == true || waited > announcedWithin
    }

    var status: ExitStatus { isMet ? .yes : isDecided ? .no : .unknown }
}

// MARK: - For programs

extension DrillReport {
    var json: JSONMembers {
        var members = JSONMembers()
        members.add("drill", id)
        members.add("rule", rule)
        members.add("url", url)
        members.add("event_id", eventID)
        members.add("status", fate.rawValue)
        members.add("met", isMet)
        members.add("settled", record?.isSettled == true)
        members.add("answered_after_ms", answeredAfter.wholeMilliseconds)
        if let announcedAfter { members.add("announced_after_ms", announcedAfter.wholeMilliseconds) }
        members.add("announced_within_ms", announcedWithin.wholeMilliseconds)
        guard let record else { return members }
        members.add("received_at", record.receivedAt)
        members.add("accepted_at", record.acceptedAt)
        members.add("accepted_after_ms", (record.acceptedAt - record.receivedAt).wholeMilliseconds)
        members.add("hops", record.hops.map { Self.json($0, from: record.receivedAt) })
        return members
    }

    private static func json(_ hop: DrillRecord.Hop, from start: Timestamp) -> JSONMembers {
        var members = JSONMembers()
        members.add("delivery", hop.delivery.number)
        members.add("api_destination", hop.apiDestination)
        members.add("state", hop.state.rawValue)
        members.add("first_sent_at", hop.firstSentAt)
        if let sent = hop.firstSentAt { members.add("sent_after_ms", (sent - start).wholeMilliseconds) }
        members.add("settled_at", hop.settledAt)
        if let settled = hop.settledAt { members.add("settled_after_ms", (settled - start).wholeMilliseconds) }
        members.add("reason", hop.reason)
        return members
    }
}

// MARK: - For people

extension DrillReport {
    func lines(in style: TextStyle) -> [String] {
        var lines = ["\(style(.bold, "drill \(id)")): \(rule.printable) at \(url.printable)"]
        lines.append(Self.line(answeredAfter, "answered: \(fateWords)"))
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
            switch fate {
            case .accepted where record?.hops.isEmpty == true: "nothing was sent for it"
            case .accepted where record?.isSettled == true: "not everything arrived"
            case .accepted: "not announced \(target)"
            case .noRule, .invalid, .duplicate: "nothing was sent for it"
            }
        return "\(style(.red, "not met")): \(words)"
    }

    private var fateWords: String {
        switch fate {
        case .accepted: "accepted"
        case .duplicate: "a duplicate, of an event with a new id"
        case .noRule: "no rule matches; relay runs with other rules than this file's"
        case .invalid: "the event is invalid"
        }
    }
}
