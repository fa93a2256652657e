import InputTemplates
import JSONText

/// The message that tells of a storm: one line, brought up to date as it goes on.
///
/// `12 further uses of BreakGlassAdmin in 111122223333 within 4 minutes, 2 denied, latest by bob at
/// 2026-03-02T09:14:07Z; each is in the ledger.`
public struct StormSummary: Sendable {
    public let storm: Storm

    public init(_ storm: Storm) { self.storm = storm }

    /// The sentence, names made inert for Slack's markup: they are chosen by whoever takes up the role.
    public var sentence: String {
        let parts = storm.key.role.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let account = SlackEscaping.inert(String(parts.first ?? ""))
        let role = SlackEscaping.inert(String(parts.last ?? ""))
        let uses = storm.foldedUses == 1 ? "1 further use" : "\(storm.foldedUses) further uses"
        return "\(uses) of \(role) in \(account) within \(span), \(storm.deniedUses) denied, latest by "
            + "\(SlackEscaping.inert(storm.latestWho)) at \(storm.latestAt.secondsText); each is in the ledger."
    }

    /// Whole minutes from the first use to the latest, rounded up.
    private var span: String {
        let milliseconds = max(0, (storm.latestAt - storm.startedAt).wholeMilliseconds)
        let minutes = max(1, milliseconds / 60_000 + (milliseconds % 60_000 > 0 ? 1 : 0))
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }

    /// - Parameter body: the first folded use's message. Its channel and whatever else is not the message itself stay; a
    ///   body that is no JSON object is replaced by the sentence.
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
