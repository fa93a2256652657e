/// How Slack reads the string at one place of a message, which decides what a value there must not contain.
///
/// | position | for example | what is done to a value |
/// |---|---|---|
/// | `markup` | `text`, text objects of type `mrkdwn`, whatever is not listed below | made inert, see ``SlackText`` |
/// | `markdown` | a block of type `markdown`, `markdown_text` | the same, and Markdown's links besides |
/// | `plain` | text objects of type `plain_text`, rich text, `alt_text` | control and invisible characters go; entities would show |
/// | `untouched` | addresses, identifiers, a button's `value`, `metadata` | nothing: programs read it |
///
/// An object that names its type twice, or by a placeholder, is treated as markup: where the position is uncertain, a
/// value may look odd but is harmless.
enum SlackPosition: Hashable, Sendable {
    case markup
    case markdown
    case plain
    case untouched

    /// The position of a member's value, in an object of a type; nil where the type is in doubt.
    init(key: String, inObjectOfType type: String?) {
        switch key {
        case "text" where type.map(Self.plainTextTypes.contains) ?? false, "alt_text": self = .plain
        case "text" where type == "markdown", "markdown_text": self = .markdown
        case "value" where type == "button": self = .untouched
        case _ where Self.identifierKeys.contains(key): self = .untouched
        default: self = .markup
        }
    }

    /// `text` and `link` are elements of rich text, which shows characters as they are.
    private static let plainTextTypes: Set = ["plain_text", "text", "link"]

    /// Members that Slack takes as an address or a name of something, never as text to show.
    private static let identifierKeys: Set = [
        "url", "image_url", "thumb_url", "icon_url", "title_link", "author_link", "author_icon", "footer_icon",
        "channel", "thread_ts", "ts", "block_id", "action_id", "callback_id", "type", "style", "color", "icon_emoji",
    ]
}

/// Where a placeholder stands in Slack's `<address|label>`, which a template may spell around it:
/// `<https://console/<account>|open>`.
enum SlackLink: Hashable, Sendable {
    /// Not between `<` and `|` or `>`. A label is outside too: a value in it is text like any other.
    case outside
    /// After some of the address: characters that end or part it must not come from a value.
    case address
    /// Directly after `<`, where `!`, `@` and `#` would make a mention of the address.
    case addressStart
    /// After `<@`, `<#` or `<!`: the value says who is mentioned, as the author intends.
    case mention

    /// - Parameters:
    ///   - before: What stands before the placeholder in its string. Other placeholders are left out of account: their
    ///     values cannot open or end a link.
    ///   - after: What stands after it.
    init(before: [UInt8], after: [UInt8]) {
        // A `<` that nothing closes begins no link: "load < <limit>".
        guard after.contains(UInt8(ascii: ">")) else {
            self = .outside
            return
        }
        // The literal text since an open `<`.
        var address: [UInt8]?
        for character in before {
            switch character {
            case UInt8(ascii: "<"): address = []
            case UInt8(ascii: ">"), UInt8(ascii: "|"): address = nil
            default: address?.append(character)
            }
        }
        self = address.map(Self.place) ?? .outside
    }

    /// The place after some literal text of an address.
    private static func place(after address: [UInt8]) -> SlackLink {
        switch address.first {
        case nil: .addressStart
        case UInt8(ascii: "@"), UInt8(ascii: "#"): .mention
        case UInt8(ascii: "!"): address.starts(with: "!date^".utf8) ? .address : .mention
        default: .address
        }
    }
}
