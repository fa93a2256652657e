internal import Archive
internal import EventPatterns
internal import JSONText
internal import SlackMessages

/// Writes what came of each event, as it is rendered.
struct RenderReport {
    enum Form {
        /// Each body byte for byte; a line end between two.
        case bodies
        /// Each body as Slack would show it.
        case previews
        /// A JSON object on a line for each event that the rule matches.
        case json
    }

    let form: Form
    let rendering: Rendering
    let console: Console
    private(set) var tally = RenderTally()

    init(_ rendering: Rendering, as form: Form, on console: Console) {
        (self.rendering, self.form, self.console) = (rendering, form, console)
    }

    mutating func add(_ input: InputEvent) throws {
        let event = FlatEvent(input.document.root)
        let label = EventLabel(event, source: input.source, number: input.number)
        tally.events += 1
        switch rendering.outcome(for: input.document, event) {
        case .noMatch: tally.unmatched += 1
        case .body(let body):
            try add(body, label)
            tally.rendered += 1
        case .refused(let error):
            tally.refused += 1
            if form == .json {
                try line(label, rendered: "\"error\": \(JSONString.quoted("\(error)"))", [])
            } else {
                console.note("\(label.place): \(console.talkStyle(.red, "error:")) \(rendering.text(for: error))")
            }
        }
    }

    private func add(_ body: [UInt8], _ label: EventLabel) throws {
        let document = try? JSONDocument(parsing: body)
        let message = document.map(SlackMessage.init)
        let endpoint = document.flatMap { rendering.slackEndpoint(for: $0, isForSlack: form == .previews) }
        let findings = endpoint.flatMap { message?.findings(for: $0) } ?? []
        guard form != .json else { return try line(label, rendered: "\"body\": \(quoted(body))", findings) }
        if tally.rendered > 0 { try console.line() }
        try console.write(form == .bodies ? body : Array(preview(of: message, body).utf8))
        note(findings, label)
    }

    /// Ends the last body's line where somebody looks at it, and says why there is none.
    func finish() throws {
        if form == .bodies, tally.rendered > 0, console.columns != nil { try console.line() }
        guard tally.rendered == 0, tally.refused == 0, tally.unmatched > 0, form != .json else { return }
        let events = tally.unmatched == 1 ? "the event does not match" : "none of the \(tally.unmatched) events matches"
        console.note("\(events) the rule, so that nothing would be sent; 'relay test-pattern --explain' says why")
    }

    private func preview(of message: SlackMessage?, _ body: [UInt8]) -> String {
        guard let message else {
            let lines = String(decoding: body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            return lines.map { "\(String($0).printable)\n" }.joined()
        }
        return message.preview(columns: console.columns ?? 80, isColored: console.style.isOn)
    }

    private func note(_ findings: [SlackFinding], _ label: EventLabel) {
        for finding in findings {
            let look: TextStyle.Look = finding.severity == .refused ? .red : .yellow
            let severity = console.talkStyle(look, finding.severity == .refused ? "error:" : "warning:")
            console.note("\(label.place): \(severity) \("\(finding)".printable)")
        }
    }

    private func line(_ label: EventLabel, rendered: String, _ findings: [SlackFinding]) throws {
        let list = findings.map { finding in
            "{\"severity\": \"\(finding.severity.rawValue)\", \"pointer\": \(JSONString.quoted(finding.pointer)), "
                + "\"message\": \(JSONString.quoted(finding.sentence))}"
        }
        let members = rendering.members + [rendered, "\"findings\": [\(list.joined(separator: ", "))]"]
        try console.line(label.json(adding: members))
    }

    private func quoted(_ body: [UInt8]) -> String {
        var text: [UInt8] = []
        JSONString.appendQuoted(body, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

/// How the events fared.
struct RenderTally: Hashable {
    var events = 0
    var rendered = 0
    /// The rule does not match them.
    var unmatched = 0
    /// EventBridge would have delivered nothing.
    var refused = 0
}
