import InputTemplates
import JSONText
public import TextFormats

/// The message about a storm, many uses of one role in a short time: one line, updated as the storm goes on.
///
/// `12 further uses of BreakGlassAdmin in 111122223333 within 4 minutes, 2 denied, latest by bob at
/// 2026-03-02T09:14:07Z; each is in the ledger.`
public struct StormSummary: Hashable, Sendable {
    /// The role's account by number or name, as messages show it.
    public var account: String
    /// The role's name, as messages show it.
    public var role: String
    /// How many uses the summary tells of, denied ones included.
    public var uses: Int
    /// How many of ``uses`` were denied.
    public var deniedUses: Int
    /// When the first use of the storm came in.
    public var startedAt: Timestamp
    /// When the latest use came in.
    public var latestAt: Timestamp
    /// Who took up the role in the latest use; text that its caller chose.
    public var latestWho: String

    /// Memberwise.
    public init(
        account: String, role: String, uses: Int, deniedUses: Int, startedAt: Timestamp, latestAt: Timestamp,
        latestWho: String
    ) {
        self.account = account
        self.role = role
        self.uses = uses
        self.deniedUses = deniedUses
        self.startedAt = startedAt
        self.latestAt = latestAt
        self.latestWho = latestWho
    }

    /// The sentence, with names escaped for Slack's markup, since the role's caller chose them.
    public var sentence: String {
        let count = uses == 1 ? "1 further use" : "\(uses) further uses"
        return "\(count) of \(SlackEscaping.inert(role)) in \(SlackEscaping.inert(account)) within \(span), "
            + "\(deniedUses) denied, latest by \(SlackEscaping.inert(latestWho)) at \(latestAt.secondsText); "
            + "each is in the ledger."
    }

    /// Whole minutes from the first use to the latest, rounded up.
    private var span: String {
        let milliseconds = max(0, (latestAt - startedAt).wholeMilliseconds)
        let minutes = max(1, milliseconds / 60_000 + (milliseconds % 60_000 > 0 ? 1 : 0))
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }

    /// - Parameter body: the first folded use's message. Its channel and all that is not the message itself stay; a body
    ///   that is not a JSON object is replaced by the sentence.
    public func body(from body: [UInt8]) -> [UInt8] {
        guard let root = (try? JSONDocument(parsing: body))?.root, root.kind == .object else {
            return Array(sentence.utf8)
        }
        var output = Array("{".utf8)
        for member in root.members where !Self.replaced.contains(where: { member.name.hasBytes(of: $0) }) {
            JSONString.appendQuoted(member.key.utf8 ?? [], to: &output)
            output.append(UInt8(ascii: ":"))
            member.value.appendCompact(to: &output)
            output.append(UInt8(ascii: ","))
        }
        return output + Array(#""text":\#(JSONString.quoted(sentence))}"#.utf8)
    }

    private static let replaced = ["text", "blocks", "attachments", "markdown_text", "metadata"]
}
