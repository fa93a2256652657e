/// How much Slack takes. Characters are Unicode scalars of the text as it is sent, entities such as `&amp;` at full
/// length.
///
/// Sources: docs.slack.dev, reference of chat.postMessage and of Block Kit; slack_sdk's block models (3.43 to 3.47),
/// with which these figures were compared.
public enum SlackLimits {
    /// Longer top-level text is better parted or shortened (chat.postMessage, "Truncating content").
    public static let adviceTextCharacters = 4_000
    /// Longer top-level text is cut off (chat.postMessage, "Truncating content").
    public static let textCharacters = 40_000
    /// `markdown_text`, and the text of a block of type `markdown`.
    public static let markdownCharacters = 12_000
    /// Blocks of a message (chat.postMessage, `blocks`).
    public static let blocks = 50
    /// Attachments of a message (error `too_many_attachments`).
    public static let attachments = 100
    /// Text in all blocks together: no page has a figure, people meet `msg_blocks_too_long` from about 13,200 on
    /// (slackapi/bolt-js issue 2509).
    public static let blockCharacters = 13_000
    /// `block_id` and `action_id`.
    public static let identifierCharacters = 255

    /// `text` of a header block.
    public static let headerCharacters = 150
    /// `text` of a section block.
    public static let sectionCharacters = 3_000
    /// `fields` of a section block.
    public static let sectionFields = 10
    /// `text` of each field of a section block.
    public static let fieldCharacters = 2_000
    /// `elements` of a context block.
    public static let contextElements = 10
    /// A text object that no other rule bounds, such as one in a context block (Block Kit, text object).
    public static let textObjectCharacters = 3_000
    /// `elements` of an actions block.
    public static let actionElements = 25

    /// `text` of a button.
    public static let buttonCharacters = 75
    /// A button shows about so many characters of its text.
    public static let buttonShownCharacters = 30
    /// `value` of a button.
    public static let buttonValueCharacters = 2_000
    /// Addresses: a button's `url`, `image_url`.
    public static let addressCharacters = 3_000
    /// `alt_text` and `title` of an image.
    public static let imageTextCharacters = 2_000
    /// `label` and `hint` of an input block.
    public static let inputLabelCharacters = 2_000
    /// `placeholder` of a select menu.
    public static let placeholderCharacters = 150
    /// `options` of a select menu.
    public static let options = 100
    /// `options` of an overflow menu.
    public static let overflowOptions = 5
    /// `text` of an option.
    public static let optionCharacters = 75
    /// `value` of an option.
    public static let optionValueCharacters = 150
    /// `title` of a confirmation dialog.
    public static let confirmTitleCharacters = 100
    /// `text` of a confirmation dialog.
    public static let confirmTextCharacters = 300
    /// `confirm` and `deny` of a confirmation dialog.
    public static let confirmButtonCharacters = 30
}
