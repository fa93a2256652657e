public import InputTemplates

/// Writes values into a Slack message so that they show themselves and do nothing else: they cannot mention anybody, make
/// a link or format what is around them.
///
/// See ``SlackPosition`` for what is done where.
public struct SlackEscaping: ValueEscaping {
    public init() {}

    public func strings(at place: PlaceholderPlace) -> any StringEscaping {
        var position = SlackPosition.markup
        var limit = SlackText.charactersLimit
        for (depth, member) in place.members.enumerated() {
            // The message's own metadata is for programs, however deep.
            let isMetadata = depth == 0 && member.key.utf8.elementsEqual("metadata".utf8)
            if isMetadata || position == .untouched {
                position = .untouched
            } else {
                position = SlackPosition(key: member.key, inObjectOfType: member.objectType)
            }
            limit = SlackText.limit(inObjectOfType: member.objectType) ?? limit
        }
        return SlackText(
            position: place.isKey ? .untouched : position,
            link: SlackLink(before: place.textBefore, after: place.textAfter), limit: limit)
    }

    public func valueDecidesRecipient(at place: PlaceholderPlace) -> Bool {
        SlackLink(before: place.textBefore, after: place.textAfter) == .mention
    }

    /// Text from outside as it is to stand in a message's `text` or in a `mrkdwn` object that no template renders; longer
    /// text than a section shows is cut in the middle.
    public static func inert(_ text: String) -> String {
        SlackText(position: .markup, link: .outside, limit: SlackText.charactersLimit).shownText(of: Array(text.utf8))
    }
}
