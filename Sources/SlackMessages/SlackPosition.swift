/// How Slack reads the string at one place of a message, which decides what a value there must not contain.
///
/// | position | for example | what is done to a value |
/// |---|---|---|
/// | `markup` | `text`, text objects of type `mrkdwn`, whatever is not listed below | made inert, see ``SlackText`` |
/// | `markdown` | a block of type `markdown`, `markdown_text` | the same, and Markdown's links besides |
/// | `plain` | text objects of type `plain_text`, rich text, `alt_text` | control and invisible characters go; entities would show |
/// | `untouched` | addresses, identifiers, a button's `value`, `metadata` | nothing: programs read it |
///
/// An object that names its type twice, or by a placeholder, is taken for markup: where the position is in doubt, a
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
