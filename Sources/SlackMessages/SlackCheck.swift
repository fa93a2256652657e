import Diagnostics
import JSONText

/// Checks a message against Slack's rules. This file has the arguments of the methods; SlackCheck+Blocks.swift has the
/// blocks.
struct SlackCheck {
    private(set) var findings: [SlackFinding] = []
    /// Of all blocks.
    var blockIDs: Set<[UInt8]> = []
    /// Characters of text in blocks.
    var blockCharacters = 0

    mutating func report(_ reason: SlackFinding.Reason, at pointer: String) {
        findings.append(SlackFinding(reason, at: pointer))
    }

    mutating func message(_ message: JSONValue, endpoint: SlackEndpoint) {
        guard message.kind == .object else { return report(.notAnObject, at: "") }
        channel(of: message, endpoint: endpoint)
        text(of: message)
        arguments(of: message)
        if let blocks = message["blocks"] { self.blocks(blocks, at: "/blocks") }
        attachments(of: message)
        metadata(of: message)
        if blockCharacters > SlackLimits.blockCharacters {
            report(.blocksTooLong(characters: blockCharacters, limit: SlackLimits.blockCharacters), at: "/blocks")
        }
    }

    private mutating func channel(of message: JSONValue, endpoint: SlackEndpoint) {
        switch (endpoint, message["channel"]) {
        case (.postMessage, nil): report(.missing("channel"), at: "")
        case (.postMessage, let channel?):
            if channel.utf8?.isEmpty ?? true { report(.wrongType(expected: "a channel's id or name"), at: "/channel") }
        case (.otherMethod, _): break
        case (.webhook, _):
            for key in ["channel", "username", "icon_emoji", "icon_url"] where message[key] != nil {
                report(.ignoredByWebhooks, at: "/\(key)")
            }
        }
    }

    private mutating func text(of message: JSONValue) {
        let hasOther = Self.isFilled(message["blocks"]) || Self.isFilled(message["attachments"])
        if let markdown = message["markdown_text"] {
            if message["text"] != nil || message["blocks"] != nil { report(.markdownConflict, at: "/markdown_text") }
            string(markdown, at: "/markdown_text", limit: SlackLimits.markdownCharacters)
        }
        guard let text = message["text"], text.kind != .null else {
            guard message["markdown_text"] == nil else { return }
            return report(hasOther ? .noNotificationText : .noText, at: "")
        }
        guard let characters = text.string?.unicodeScalars.count else {
            return report(.wrongType(expected: "a string"), at: "/text")
        }
        if characters == 0 {
            report(hasOther ? .noNotificationText : .noText, at: "/text")
        } else if characters > SlackLimits.textCharacters {
            report(.willBeCut(characters: characters, limit: SlackLimits.textCharacters), at: "/text")
        } else if characters > SlackLimits.adviceTextCharacters {
            report(.longText(characters: characters, limit: SlackLimits.adviceTextCharacters), at: "/text")
        }
    }

    private mutating func arguments(of message: JSONValue) {
        if message["link_names"]?.bool == true { report(.mentionsByName, at: "/link_names") }
        if message["parse"]?.string == "full" { report(.mentionsByName, at: "/parse") }
        if let thread = message["thread_ts"], thread.kind != .string, thread.kind != .null {
            report(.wrongType(expected: "a string: as a number it would lose digits"), at: "/thread_ts")
        }
        for member in message.members where !Self.argumentNames.contains(member.name) {
            guard let near = Spelling.nearest(to: member.name, among: Self.argumentNames) else { continue }
            report(.unknownArgument(member.name, suggestion: near), at: "/\(Self.escaped(member.name))")
        }
    }

    private mutating func attachments(of message: JSONValue) {
        guard let attachments = message["attachments"], attachments.kind != .null else { return }
        guard attachments.kind == .array else { return report(.wrongType(expected: "a list"), at: "/attachments") }
        let elements = attachments.elements
        if elements.count > SlackLimits.attachments {
            let limit = SlackLimits.attachments
            report(.tooMany(count: elements.count, limit: limit, of: "attachments"), at: "/attachments")
        }
        for (index, attachment) in elements.enumerated() {
            let pointer = "/attachments/\(index)"
            guard attachment.kind == .object else {
                report(.wrongType(expected: "an object"), at: pointer)
                continue
            }
            if let blocks = attachment["blocks"] { self.blocks(blocks, at: "\(pointer)/blocks") }
        }
    }

    private mutating func metadata(of message: JSONValue) {
        guard let metadata = message["metadata"], metadata.kind != .null else { return }
        guard metadata.kind == .object else { return report(.wrongType(expected: "an object"), at: "/metadata") }
        if metadata["event_type"]?.kind != .string { report(.missing("event_type"), at: "/metadata") }
        if metadata["event_payload"]?.kind != .object { report(.missing("event_payload"), at: "/metadata") }
    }

    /// A string of limited length.
    ///
    /// - Returns: its length in characters.
    @discardableResult
    mutating func string(_ value: JSONValue, at pointer: String, limit: Int, minimum: Int = 1) -> Int {
        guard let characters = value.string?.unicodeScalars.count else {
            report(.wrongType(expected: "a string"), at: pointer)
            return 0
        }
        if characters < minimum {
            report(.emptyText, at: pointer)
        } else if characters > limit {
            report(.textTooLong(characters: characters, limit: limit), at: pointer)
        }
        return characters
    }

    /// A key as part of a JSON pointer.
    static func escaped(_ key: String) -> String {
        key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }

    private static func isFilled(_ value: JSONValue?) -> Bool {
        !(value?.elements.isEmpty ?? true)
    }

    /// The arguments of chat.postMessage and of incoming webhooks.
    private static let argumentNames: [String] = [
        "channel", "text", "blocks", "attachments", "markdown_text", "thread_ts", "reply_broadcast", "mrkdwn", "parse",
        "link_names", "unfurl_links", "unfurl_media", "metadata", "username", "icon_emoji", "icon_url", "as_user",
        "token", "response_type", "replace_original", "delete_original",
    ]
}
