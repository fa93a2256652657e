public import JSONText

/// A rendered body on its way to Slack.
///
/// ```swift
/// let message = SlackMessage(body: try JSONDocument(parsing: body))
/// for finding in message.findings(for: .postMessage) { print(finding) }
/// print(message.preview())
/// ```
public struct SlackMessage: Sendable {
    let root: JSONValue

    /// - Parameter body: Any JSON; a body that is not an object is itself a finding.
    public init(body: JSONDocument) {
        root = body.root
    }

    /// Everything that Slack would refuse or change, and advice: first for the message as a whole, then for its blocks
    /// in order.
    public func findings(for endpoint: SlackEndpoint) -> [SlackFinding] {
        var check = SlackCheck()
        check.message(root, endpoint: endpoint)
        return check.findings
    }

    /// A sketch of how Slack shows the message, as lines of text that are safe for a terminal.
    ///
    /// - Parameters:
    ///   - columns: how wide it may be; less than ``SlackPreview/columnsMinimum`` counts as that.
    ///   - isColored: whether bold, code and mentions are shown by terminal colours; else by the signs that spell them.
    public func preview(columns: Int = 80, isColored: Bool = false) -> String {
        SlackPreview(columns: columns, isColored: isColored).text(for: root)
    }
}
