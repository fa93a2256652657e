import JSONText

/// A message to Slack reduced to its announcement sentence, for when Slack refuses the rest.
///
/// Only `channel` and `text` are kept: Slack may have refused any of blocks, attachments, metadata, thread and
/// appearance. The sentence is the message's `text`; where it has none, the text of its blocks; failing that, a
/// sentence that a rule matched.
public enum PlainTextMessage {
    /// - Parameter rule: the rule's name, for a body that says nothing.
    public static func body(from body: [UInt8], rule: String) -> [UInt8] {
        let root = (try? JSONDocument(parsing: body))?.root
        let sentence = [root?["text"]?.string, root?["markdown_text"]?.string, root.map(Self.texts)]
            .lazy.compactMap { $0 }.first { !$0.utf8.allSatisfy { $0 <= 0x20 } }
        let text = cut(sentence ?? "ALERT: the rule \(rule) matched. Its message could not be shown.")
        var output = Array("{".utf8)
        if let channel = root?["channel"]?.string {
            output += Array(#""channel":\#(JSONString.quoted(channel)),"#.utf8)
        }
        return output + Array(#""text":\#(JSONString.quoted(text))}"#.utf8)
    }

    /// What the blocks and attachments say, in their order.
    private static func texts(of root: JSONValue) -> String {
        var texts: [String] = []
        for block in (root["blocks"]?.elements ?? []) + (root["attachments"]?.elements ?? []) {
            let candidates = [block["text"], block["text"]?["text"], block["fallback"], block["title"]]
            if let text = candidates.lazy.compactMap({ $0?.string }).first { texts.append(text) }
        }
        return texts.joined(separator: "\n")
    }

    /// Slack refuses or shortens longer text (``SlackLimits/adviceTextCharacters``). No entity is cut apart.
    static func cut(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars.prefix(SlackLimits.adviceTextCharacters + 1))
        guard scalars.count > SlackLimits.adviceTextCharacters else { return text }
        var kept = scalars.prefix(SlackLimits.adviceTextCharacters - 1)
        let entity = kept.suffix(entityCharactersLimit)
        if let start = entity.lastIndex(of: "&"), !kept[start...].contains(";") { kept = kept[..<start] }
        var output = String.UnicodeScalarView(kept)
        output.append("…")
        return String(output)
    }

    /// `&amp;` without its end.
    private static let entityCharactersLimit = 4
}
