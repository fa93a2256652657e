import Alerts
internal import Archive
internal import InputTemplates
internal import JSONText
internal import Rules

/// What one target of one rule would have sent for an event of an archive, or why it would have sent nothing.
struct RenderedMessage {
    let rule: String
    let target: String
    let match: ReplayMatch
    let body: Result<[UInt8], RenderError>

    init(rule: Rule, target: Target, of file: RulesFile, for event: JSONDocument, match: ReplayMatch) {
        self.rule = rule.name
        self.target = target.id
        self.match = match
        body = Result { () throws(RenderError) in try file.body(of: target, of: rule, for: event) }
    }

    /// A line that says what it is, and the body as it would be sent.
    func text(in style: TextStyle) -> String {
        let title = style(.bold, "\(rule) → \(target)")
        let place = "\(match.path.printable), record \(match.index + 1)"
        switch body {
        case .success(let body): return "\(title)  \(place)\n\(String(decoding: body, as: UTF8.self).printableLines)\n"
        case .failure(let error): return "\(title)  \(place)\n\(style(.red, "not sent:")) \("\(error)".printable)\n"
        }
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

extension String {
    /// The same as ``printable``, line by line.
    fileprivate var printableLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n")
    }
}
