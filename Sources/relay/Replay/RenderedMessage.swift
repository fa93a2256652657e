internal import Alerts
internal import Archive
internal import CloudTrail
internal import InputTemplates
internal import JSONText
internal import Rules

/// What one target of one rule would have sent for an event of an archive, or why it would have sent nothing.
struct RenderedMessage {
    let rule: String
    let target: String
    let match: ReplayMatch
    let body: Result<[UInt8], RenderError>

    init(rule: Rule, target: Target, of file: RulesFile, for match: ReplayMatch) {
        self.rule = rule.name
        self.target = target.id
        self.match = match
        body = Result { () throws(RenderError) in
            try file.body(of: target, of: rule, for: match.event.document, use: match.event.use)
        }
    }

    /// A line that says what it is, the body as it would be sent, and an empty line.
    func text(in style: TextStyle) -> [UInt8] {
        let title = style(.bold, "\(rule) → \(target)")
        let place = "\(match.path.printable), record \(match.index + 1)"
        var text = Array("\(title)  \(place)\n".utf8)
        switch body {
        case .success(let body): Self.appendPrintable(body, to: &text)
        case .failure(let error): text += "\(style(.red, "not sent:")) \("\(error)".printable)".utf8
        }
        text += "\n\n".utf8
        return text
    }

    var json: String {
        var members = [
            "\"rule\":\(JSONString.quoted(rule))", "\"target\":\(JSONString.quoted(target))",
            "\"file\":\(JSONString.quoted(match.path))", "\"record\":\(match.index)",
        ]
        switch body {
        case .success(let body): members.append("\"body\":\(JSONString.quoted(String(decoding: body, as: UTF8.self)))")
        case .failure(let error): members.append("\"error\":\(JSONString.quoted("\(error)"))")
        }
        return "{\(members.joined(separator: ","))}"
    }
}

extension RenderedMessage {
    /// Appends a body as text for a terminal, made printable line by line.
    private static func appendPrintable(_ body: [UInt8], to text: inout [UInt8]) {
        // Nearly every body is ASCII that can be shown as it is.
        if body.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == 0x0A }) {
            text += body
            return
        }
        let lines = String(decoding: body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        text += lines.map { String($0).printable }.joined(separator: "\n").utf8
    }
}
