/// Text from outside made inert for Slack's markup, for messages that no template renders.
public enum SlackEscaping {
    /// The text as it is to stand in a message's `text` or in a `mrkdwn` object; longer text is cut in the middle.
    public static func inert(_ text: String) -> String {
        SlackText(position: .markup, link: .outside, limit: SlackText.charactersLimit).shownText(of: Array(text.utf8))
    }
}
