import JSONText

/// The text of a `rich_text` block, one list of runs for each of its parts.
///
/// Source: docs.slack.dev, Block Kit, rich text block.
enum SlackRichText {
    static func runs(of block: JSONValue) -> [[SlackMarkup.Run]] {
        (block["elements"]?.elements ?? []).flatMap(parts)
    }

    /// A part may hold text or, if it is a list, parts of its own; those hold text only.
    private static func parts(of part: JSONValue) -> [[SlackMarkup.Run]] {
        let elements = part["elements"]?.elements ?? []
        switch part["type"]?.string {
        case "rich_text_list":
            let isOrdered = part["style"]?.string == "ordered"
            return elements.enumerated().map { index, item in
                let mark = SlackMarkup.Run(text: isOrdered ? "\(index + 1). " : "• ", look: [])
                return [mark] + (item["elements"]?.elements ?? []).map { run(of: $0) }
            }
        case "rich_text_quote": return [[SlackMarkup.Run(text: "> ", look: [])] + elements.map { run(of: $0) }]
        case "rich_text_preformatted": return [elements.map { run(of: $0, adding: .code) }]
        default: return [elements.map { run(of: $0) }]
        }
    }

    private static func run(of element: JSONValue, adding look: SlackMarkup.Look = []) -> SlackMarkup.Run {
        func string(_ key: String) -> String { element[key]?.string ?? "" }
        var look = look
        let style = element["style"]
        for (key, own) in [("bold", SlackMarkup.Look.bold), ("italic", .italic), ("strike", .strike), ("code", .code)]
        where style?[key]?.bool == true { look.formUnion(own) }
        switch string("type") {
        case "user": return SlackMarkup.Run(text: "@\(string("user_id"))", look: look.union(.mention))
        case "usergroup": return SlackMarkup.Run(text: "@\(string("usergroup_id"))", look: look.union(.mention))
        case "broadcast": return SlackMarkup.Run(text: "@\(string("range"))", look: look.union(.mention))
        case "channel": return SlackMarkup.Run(text: "#\(string("channel_id"))", look: look.union(.mention))
        case "emoji": return SlackMarkup.Run(text: ":\(string("name")):", look: look)
        case "link":
            let label = string("text")
            let text = label.isEmpty ? string("url") : "\(label) (\(string("url")))"
            return SlackMarkup.Run(text: text, look: look.union(.link))
        case "date":
            let seconds = element["timestamp"]?.number ?? ""
            let text = SlackDate.text(seconds: seconds, format: string("format")) ?? string("fallback")
            return SlackMarkup.Run(text: text, look: look)
        default: return SlackMarkup.Run(text: string("text"), look: look)
        }
    }
}
