internal import JSONText
internal import Outbox
internal import SlackMessages
internal import TextFormats

// MARK: - Many

extension DeliveryReport {
    /// A line for each, in columns.
    static func table(_ deliveries: [Delivery], in style: TextStyle) -> [String] {
        guard !deliveries.isEmpty else { return [] }
        let head = ["ID", "STATE", "RECEIVED", "RULE", "DESTINATION", "TRIED", "WHY"]
        let rows = deliveries.map(cells)
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        func line(_ cells: [String], _ look: TextStyle.Look?) -> String {
            let padded = cells.enumerated().map { column, cell -> String in
                let gap = String(repeating: " ", count: max(0, widths[column] - cell.unicodeScalars.count))
                let shown = column == 1 ? look.map { style($0, cell) } ?? cell : cell
                return column == 0 ? gap + shown : column == cells.count - 1 ? shown : shown + gap
            }
            return padded.joined(separator: "  ").trimmingTrailingBlanks
        }
        return [style(.dim, line(head, nil))] + zip(deliveries, rows).map { line($1, $0.state.look) }
    }

    private static func cells(_ delivery: Delivery) -> [String] {
        let content = delivery.content
        let channel = content.channel.map { " \($0)" } ?? ""
        let mark = delivery.origin == .live ? "" : " (\(delivery.origin.word))"
        let kind = content.kind == .alert ? "" : " (\(content.kind.word))"
        return [
            "\(delivery.id)", delivery.state.rawValue, delivery.receivedAt.secondsText,
            "\(content.rule)/\(content.target)\(kind)\(mark)", "\(content.apiDestination)\(channel)",
            "\(delivery.attempts)",
            delivery.deadLetter.map { "\($0.errorCode.rawValue): \($0.errorMessage)" } ?? "",
        ].map(\.printable)
    }
}

// MARK: - One

extension DeliveryReport {
    /// Everything that is known of a delivery.
    ///
    /// - Parameter columns: how wide a preview may be; nil where that is not known.
    static func lines(
        of record: DeliveryRecord, isPreviewed: Bool, columns: Int?, in style: TextStyle
    ) -> [String] {
        let delivery = record.delivery
        let state = style(delivery.state.look ?? .bold, delivery.state.rawValue)
        var lines = [style(.bold, "delivery \(delivery.id)") + "  " + state]
        lines += facts(of: delivery).map { name, value in
            let gap = String(repeating: " ", count: max(1, factColumns - name.utf8.count))
            return "  \(style(.dim, name))\(gap)\(value.printable)"
        }
        if !record.attempts.isEmpty { lines += [style(.bold, "attempts")] + record.attempts.flatMap(Self.lines) }
        if !record.interventions.isEmpty {
            lines.append(style(.bold, "by hand"))
            lines += record.interventions.map {
                "  \($0.note.at)  \($0.action.rawValue) by \($0.note.who): \($0.note.why)".printable
            }
        }
        lines += [style(.bold, "event")] + indented(String(decoding: delivery.event, as: UTF8.self))
        let body = delivery.content.request.body
        lines.append(style(.bold, "body"))
        if isPreviewed, let document = try? JSONDocument(parsing: body) {
            let message = SlackMessage(body: document)
            let drawing = message.preview(columns: columns ?? 80, isColored: style.isOn)
            lines += drawing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        } else {
            lines += indented(String(decoding: body, as: UTF8.self))
        }
        return lines
    }

    private static let factColumns = 28

    private static func facts(of delivery: Delivery) -> [(String, String)] {
        let content = delivery.content
        let kind =
            if case .otherwise(let first) = content.kind { "otherwise, in place of delivery \(first)" } else {
                content.kind.word
            }
        var facts = [
            ("rule", "\(content.rule), target \(content.target)"),
            ("destination", content.apiDestination + (content.channel.map { ", channel \($0)" } ?? "")),
            ("kind", kind), ("event", delivery.eventID ?? "without an id"),
            ("origin", delivery.origin.drillID.map { "drill \($0)" } ?? delivery.origin.word),
            ("received", "\(delivery.receivedAt)"),
            (delivery.state.isSettled ? "settled" : "due", "\(delivery.dueAt)"), ("tried", "\(delivery.attempts)"),
        ]
        if delivery.isHandedOver { facts.append(("handed over", "yes, to what 'otherwise' says")) }
        if let letter = delivery.deadLetter {
            facts += [
                ("fault", letter.fault == .destination ? "the destination refused" : "relay failed"),
                ("ERROR_CODE", letter.errorCode.rawValue), ("ERROR_MESSAGE", letter.errorMessage),
            ]
            if let condition = letter.exhaustedRetryCondition {
                facts.append(("EXHAUSTED_RETRY_CONDITION", condition.rawValue))
            }
            facts.append(("RETRY_ATTEMPTS", "\(letter.retryAttempts)"))
        }
        return facts
    }

    private static func lines(of attempt: Attempt) -> [String] {
        let milliseconds = (attempt.endedAt - attempt.startedAt).wholeMilliseconds
        let status = attempt.status.map { "\($0) " } ?? ""
        let reason = attempt.reason.isEmpty ? "" : ": \(attempt.reason)"
        let first =
            "  \(attempt.number)  \(attempt.startedAt)  \(milliseconds) ms  \(status)\(attempt.outcome.rawValue)\(reason)"
        return [first.printable] + (attempt.excerpt.isEmpty ? [] : ["     \(attempt.excerpt.printable)"])
    }

    private static func indented(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \(String($0).printable)" }
    }
}

extension DeliveryState {
    /// How a state is shown; nil for one that needs no attention.
    fileprivate var look: TextStyle.Look? {
        switch self {
        case .dead: .red
        case .waiting: .yellow
        case .delivered: .green
        case .pending, .sending, .dropped: nil
        }
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        var text = self[...]
        while text.utf8.last == 0x20 { text.removeLast() }
        return String(text)
    }
}
