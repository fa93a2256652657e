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
    public static let blocks = 50
    public static let attachments = 100
    /// Text in all blocks together: no page has a figure, people meet `msg_blocks_too_long` from about 13,200 on
    /// (slackapi/bolt-js issue 2509).
    public static let blockCharacters = 13_000
    /// `block_id` and `action_id`.
    public static let identifierCharacters = 255

    public static let headerCharacters = 150
    public static let sectionCharacters = 3_000
    public static let sectionFields = 10
    public static let fieldCharacters = 2_000
    public static let contextElements = 10
    /// A text object that no other rule bounds, such as one in a context block (Block Kit, text object).
    public static let textObjectCharacters = 3_000
    public static let actionElements = 25

    public static let buttonCharacters = 75
    /// A button shows about so many characters of its text.
    public static let buttonShownCharacters = 30
    public static let buttonValueCharacters = 2_000
    /// Addresses: a button's `url`, `image_url`.
    public static let addressCharacters = 3_000
    public static let imageTextCharacters = 2_000
    public static let inputLabelCharacters = 2_000
    public static let placeholderCharacters = 150
    public static let options = 100
    public static let overflowOptions = 5
    public static let optionCharacters = 75
    public static let optionValueCharacters = 150
    public static let confirmTitleCharacters = 100
    public static let confirmTextCharacters = 300
    public static let confirmButtonCharacters = 30
}
