internal import Archive
import CloudTrail
internal import JSONText
import SQLiteStore

/// What a replay came to, for people and for programs.
struct ReplayReport {
    let summary: ReplaySummary
    let rules: [String]
    let alerts: AlertComparison?
    /// Nil unless uses were put on record.
    let recorded: UseRecorder.Tally?
    /// Nil unless matches were sent.
    let delivery: (apiDestination: String, tally: ArchiveDelivery.Tally)?
    let isInterrupted: Bool

    /// What could not be looked at outweighs a match: a use of a role may stand in the record that could not be read.
    var status: ExitStatus {
        if isInterrupted || summary.failedCount > 0 || summary.malformedCount > 0 { return .unknown }
        if let alerts { return alerts.added + alerts.dropped == 0 ? .yes : .no }
        if let delivery, !delivery.tally.isComplete { return .no }
        return summary.matched > 0 ? .yes : .no
    }
}

// MARK: - Text

extension ReplayReport {
    private static let chartColumns = 40

    func text(in style: TextStyle, columns: Int?) -> [String] {
        var lines: [String] = []
        if isInterrupted { lines += [style(.yellow, "Interrupted: what follows is what had been read by then."), ""] }
        lines += books(in: style)
        if let recorded { lines.append("Ledger   \(recorded.sentence)") }
        if let delivery { lines.append("Outbox   \(delivery.tally.sentence), to \(delivery.apiDestination)") }
        lines += ["", style(.bold, "Matches per rule")]
        lines += TextTable(rows: zip(rules, summary.matchesByRule).map { [$0, "\($1)"] }).lines
        if let alerts { lines += [""] + alerts.text(in: style) }
        guard summary.uses.total.total > 0 else { return lines }
        lines += ["", style(.bold, "Role uses") + "  \(usesSentence)"]
        lines += usesPerRole(in: style) + usesPerPerson(in: style) + usesPerDay(in: style, columns: columns)
        return lines
    }

    /// Both sides of each account: what came in, and what became of it.
    private func books(in style: TextStyle) -> [String] {
        var files =
            "\(summary.files) = \(summary.filesRead) read + \(summary.filesSkipped) skipped + \(summary.failedCount) failed"
        if summary.filesPruned > 0 { files += "; \(summary.filesPruned) outside the selection not opened" }
        let skipped = SkippedFile.Reason.allCases.compactMap { reason in
            summary.skippedCounts[reason].map { "\($0) \(reason == .name ? "not named like logs" : reason.rawValue)" }
        }
        if !skipped.isEmpty { files += " (skipped: \(skipped.joined(separator: ", ")))" }
        let records =
            "\(summary.records) = \(summary.matched) matched + \(summary.unmatched) unmatched + \(summary.malformedCount) malformed"
        return [
            "Files    \(summary.failedCount > 0 ? style(.red, files) : files)",
            "Records  \(summary.malformedCount > 0 ? style(.yellow, records) : records)",
            "Bytes    \(Self.bytes(summary.compressedBytes)) read, \(Self.bytes(summary.contentBytes)) of JSON",
        ]
    }

    private var usesSentence: String {
        let total = summary.uses.total
        var parts = ["\(total.total) in all"]
        if total.denied > 0 { parts.append("\(total.denied) of them denied") }
        if summary.uses.duplicates > 0 {
            parts.append(
                "\(summary.uses.duplicates) further cop\(summary.uses.duplicates == 1 ? "y" : "ies") not counted")
        }
        return parts.joined(separator: ", ")
    }

    private func usesPerRole(in style: TextStyle) -> [String] {
        let rows = summary.uses.byRole.sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
            .map { [$0.key.name.printable, $0.key.account.printable] + Self.cells($0.value) }
        return [style(.dim, "  by role")] + TextTable(rows: rows).lines
    }

    private func usesPerPerson(in style: TextStyle) -> [String] {
        let rows = summary.uses.byPerson.sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
            .map { [$0.key.printable] + Self.cells($0.value) }
        return [style(.dim, "  by person")] + TextTable(rows: rows).lines
    }

    /// A bar for each day from the first to the last; by months when there are too many.
    private func usesPerDay(in style: TextStyle, columns: Int?) -> [String] {
        let chart = UseChart(summary.uses.byDay)
        return [style(.dim, "  by \(chart.unit)")]
            + chart.lines(columns: min(Self.chartColumns, max(10, (columns ?? 80) - 24)), style)
    }

    private static func cells(_ tally: UseTally) -> [String] {
        [
            "\(tally.total) use\(tally.total == 1 ? "" : "s")", tally.denied > 0 ? "\(tally.denied) denied" : "",
            tally.first.map { "first \($0)" } ?? "",
            tally.first == tally.last ? "" : tally.last.map { "last \($0)" } ?? "",
        ]
    }

    static func bytes(_ count: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var value = Double(count)
        var unit = 0
        while value >= 1_000, unit < units.count - 1 {
            value /= 1_000
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        return unit == 0 || tenths >= 1_000
            ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}

// MARK: - JSON

extension ReplayReport {
    var json: String {
        var members = [
            "\"interrupted\":\(isInterrupted)",
            """
            "files":{"total":\(summary.files),"read":\(summary.filesRead),"skipped":\(summary.filesSkipped),\
            "failed":\(summary.failedCount),"pruned":\(summary.filesPruned)}
            """,
            """
            "records":{"read":\(summary.records),"matched":\(summary.matched),"unmatched":\(summary.unmatched),\
            "malformed":\(summary.malformedCount)}
            """,
            "\"bytes\":{\"compressed\":\(summary.compressedBytes),\"content\":\(summary.contentBytes)}",
            "\"rules\":\(Self.array(zip(rules, summary.matchesByRule).map { "{\"name\":\(JSONString.quoted($0)),\"matches\":\($1)}" }))",
            "\"role_uses\":\(usesJSON)",
            "\"skipped_files\":\(Self.array(summary.skipped.map { "{\"file\":\(JSONString.quoted($0.path)),\"reason\":\"\($0.reason.rawValue)\"}" }))",
            "\"failed_files\":\(Self.array(summary.failed.map { "{\"file\":\(JSONString.quoted($0.path)),\"reason\":\(JSONString.quoted($0.sentence))}" }))",
            "\"malformed_records\":\(Self.array(summary.malformed.map(Self.json)))",
        ]
        if let recorded { members.append("\"recorded\":{\"added\":\(recorded.added),\"known\":\(recorded.known)}") }
        if let delivery {
            members.append("\"delivery\":\(delivery.tally.json(to: delivery.apiDestination).text)")
        }
        if let alerts { members.append("\"against\":\(alerts.json)") }
        return "{\(members.joined(separator: ",\n"))}"
    }

    private static func array(_ elements: [String]) -> String { "[\(elements.joined(separator: ","))]" }

    private static func json(_ record: MalformedRecord) -> String {
        """
        {"file":\(JSONString.quoted(record.path)),"record":\(record.fault.index),"offset":\(record.fault.offset),\
        "reason":\(JSONString.quoted("\(record.fault.reason)"))}
        """
    }

    private var usesJSON: String {
        let uses = summary.uses
        let roles = uses.byRole.sorted { $0.key < $1.key }.map {
            "{\"role\":\(JSONString.quoted($0.key.name)),\"account\":\(JSONString.quoted($0.key.account)),\(Self.json($0.value))}"
        }
        let people = uses.byPerson.sorted { $0.key < $1.key }.map {
            "{\"who\":\(JSONString.quoted($0.key)),\(Self.json($0.value))}"
        }
        let days = uses.byDay.sorted { $0.key < $1.key }.map {
            "{\"day\":\(JSONString.quoted($0.key)),\(Self.json($0.value))}"
        }
        return """
            {"total":\(uses.total.total),"allowed":\(uses.total.allowed),"denied":\(uses.total.denied),\
            "duplicates":\(uses.duplicates),"by_role":\(Self.array(roles)),"by_person":\(Self.array(people)),\
            "by_day":\(Self.array(days))}
            """
    }

    private static func json(_ tally: UseTally) -> String {
        """
        "uses":\(tally.total),"allowed":\(tally.allowed),"denied":\(tally.denied),\
        "first":\(tally.first.map(JSONString.quoted) ?? "null"),"last":\(tally.last.map(JSONString.quoted) ?? "null")
        """
    }
}
