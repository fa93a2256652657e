import JSONText

/// Draws a message as lines of text: a bar at the left, blocks one below the other, fields in two columns.
struct SlackPreview {
    /// The smallest width of a preview.
    static let columnsMinimum = 40

    let columns: Int
    let isColored: Bool

    init(columns: Int, isColored: Bool) {
        self.columns = max(columns, Self.columnsMinimum)
        self.isColored = isColored
    }

    func text(for message: JSONValue) -> String {
        guard message.kind == .object else { return "(not a Slack message)\n" }
        var lines: [String] = []
        if let channel = message["channel"]?.string {
            lines += plain("to \(channel)", width: columns).map { styled($0, .dim) }
        }
        let blocks = message["blocks"]?.elements ?? []
        let text = message["text"]?.string ?? message["markdown_text"]?.string
        if let text, !text.isEmpty {
            if blocks.isEmpty {
                lines += bar(markup(text, width: columns - 2), .dim)
            } else {
                // With blocks, `text` is what notifications and screen readers say, without any style.
                let said = SlackMarkup(text).runs.map(\.text).joined()
                lines += plain("notification: \(said)", width: columns).map { styled($0, .dim) }
            }
        }
        if !blocks.isEmpty { lines += bar(self.blocks(blocks, width: columns - 2), .dim) }
        for attachment in message["attachments"]?.elements ?? [] {
            lines += bar(self.attachment(attachment, width: columns - 2), .attachment)
        }
        return lines.map { "\($0)\n" }.joined()
    }

    // MARK: Blocks

    private func blocks(_ blocks: [JSONValue], width: Int) -> [String] {
        var lines: [String] = []
        for block in blocks {
            let own = self.block(block, width: width)
            if !lines.isEmpty, !own.isEmpty { lines.append("") }
            lines += own
        }
        return lines
    }

    private func block(_ block: JSONValue, width: Int) -> [String] {
        switch block["type"]?.string {
        case "header":
            let sign = isColored ? "" : "# "
            return plain(sign + Self.text(of: block), width: width).map { styled($0, .heading) }
        case "section": return section(block, width: width)
        case "divider": return [styled(String(repeating: "─", count: width), .dim)]
        case "context":
            let parts = block["elements"]?.elements.map(contextPart) ?? []
            return wrap(Array(parts.joined(separator: [SlackMarkup.Run(text: "  ", style: [])])), width: width)
        case "actions":
            return wrap(
                Array(
                    (block["elements"]?.elements.map(button) ?? []).joined(separator: [
                        SlackMarkup.Run(text: "  ", style: [])
                    ])), width: width)
        case "image":
            let title = Self.string(block["title"]?["text"])
            return plain(title, width: width) + plain("[image: \(Self.string(block["alt_text"]))]", width: width)
        case "markdown": return plain(Self.string(block["text"]), width: width)
        case "rich_text": return SlackRichText.runs(of: block).flatMap { wrap($0, width: width) }
        case let type:
            return plain("[\(type ?? "?") block]", width: width).map { styled($0, .dim) }
        }
    }

    private func section(_ block: JSONValue, width: Int) -> [String] {
        var lines = block["text"].map { textObject($0, width: width) } ?? []
        let fields = block["fields"]?.elements ?? []
        let gap = 2
        let columnWidth = (width - gap) / 2
        for start in stride(from: 0, to: fields.count, by: 2) {
            let left = textObject(fields[start], width: columnWidth)
            let right = start + 1 < fields.count ? textObject(fields[start + 1], width: columnWidth) : []
            for row in 0..<max(left.count, right.count) {
                let leftText = row < left.count ? left[row] : ""
                guard row < right.count else {
                    lines.append(leftText)
                    continue
                }
                let used = TerminalText.columns(of: TerminalStyle.removed(from: leftText))
                let padding = String(repeating: " ", count: max(columnWidth - used, 0) + gap)
                lines.append(leftText + padding + right[row])
            }
        }
        if let accessory = block["accessory"] { lines += wrap(button(accessory), width: width) }
        return lines
    }

    private func contextPart(_ element: JSONValue) -> [SlackMarkup.Run] {
        if element["type"]?.string == "image" {
            return [SlackMarkup.Run(text: "[image: \(Self.string(element["alt_text"]))]", style: [])]
        }
        return Self.runs(of: element)
    }

    private func button(_ element: JSONValue) -> [SlackMarkup.Run] {
        guard element["type"]?.string == "button" else {
            let label = element["placeholder"] ?? element["alt_text"]
            let text = Self.string(label?["text"] ?? label)
            return [
                SlackMarkup.Run(text: "[\(Self.string(element["type"]))\(text.isEmpty ? "" : ": \(text)")]", style: [])
            ]
        }
        var runs = [SlackMarkup.Run(text: "[ \(Self.text(of: element)) ]", style: .bold)]
        if let address = element["url"]?.string { runs.append(SlackMarkup.Run(text: " (\(address))", style: [])) }
        return runs
    }

    private func attachment(_ attachment: JSONValue, width: Int) -> [String] {
        var lines: [String] = []
        for key in ["pretext", "author_name", "title", "text"] {
            guard let text = attachment[key]?.string, !text.isEmpty else { continue }
            lines += markup(key == "title" ? "*\(text)*" : text, width: width)
        }
        for field in attachment["fields"]?.elements ?? [] {
            lines += markup("*\(Self.string(field["title"]))*: \(Self.string(field["value"]))", width: width)
        }
        lines += blocks(attachment["blocks"]?.elements ?? [], width: width)
        if let footer = attachment["footer"]?.string { lines += markup(footer, width: width) }
        return lines.isEmpty ? plain(Self.string(attachment["fallback"]), width: width) : lines
    }

    // MARK: Text

    private func textObject(_ object: JSONValue, width: Int) -> [String] {
        wrap(Self.runs(of: object), width: width)
    }

    private func markup(_ text: String, width: Int) -> [String] {
        wrap(SlackMarkup(text).runs, width: width)
    }

    private func plain(_ text: String, width: Int) -> [String] {
        text.isEmpty ? [] : wrap([SlackMarkup.Run(text: text, style: [])], width: width)
    }

    private func wrap(_ runs: [SlackMarkup.Run], width: Int) -> [String] {
        // Signs take up room, colours do not.
        let runs = isColored ? runs : runs.map { SlackMarkup.Run(text: TerminalStyle.signed($0), style: []) }
        return TextWrapping(width: width).lines(of: runs).map { line in
            line.map(TerminalStyle.colored).joined()
        }
    }

    private func bar(_ lines: [String], _ style: TerminalStyle) -> [String] {
        lines.map { $0.isEmpty ? styled("│", style) : "\(styled("│", style)) \($0)" }
    }

    private func styled(_ text: String, _ style: TerminalStyle) -> String {
        style.applied(to: text, isColored: isColored)
    }

    /// A text object's text, with the style that its type gives it.
    private static func runs(of object: JSONValue) -> [SlackMarkup.Run] {
        let text = string(object["text"])
        return object["type"]?.string == "mrkdwn" ? SlackMarkup(text).runs : [SlackMarkup.Run(text: text, style: [])]
    }

    private static func text(of block: JSONValue) -> String { string(block["text"]?["text"]) }

    private static func string(_ value: JSONValue?) -> String { value?.string ?? "" }
}

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
                let mark = SlackMarkup.Run(text: isOrdered ? "\(index + 1). " : "• ", style: [])
                return [mark] + (item["elements"]?.elements ?? []).map { run(of: $0) }
            }
        case "rich_text_quote": return [[SlackMarkup.Run(text: "> ", style: [])] + elements.map { run(of: $0) }]
        case "rich_text_preformatted": return [elements.map { run(of: $0, adding: .code) }]
        default: return [elements.map { run(of: $0) }]
        }
    }

    private static func run(of element: JSONValue, adding style: SlackMarkup.Style = []) -> SlackMarkup.Run {
        func string(_ key: String) -> String { element[key]?.string ?? "" }
        var style = style
        let given = element["style"]
        for (key, own) in [("bold", SlackMarkup.Style.bold), ("italic", .italic), ("strike", .strike), ("code", .code)]
        where given?[key]?.bool == true { style.formUnion(own) }
        switch string("type") {
        case "user": return SlackMarkup.Run(text: "@\(string("user_id"))", style: style.union(.mention))
        case "usergroup": return SlackMarkup.Run(text: "@\(string("usergroup_id"))", style: style.union(.mention))
        case "broadcast": return SlackMarkup.Run(text: "@\(string("range"))", style: style.union(.mention))
        case "channel": return SlackMarkup.Run(text: "#\(string("channel_id"))", style: style.union(.mention))
        case "emoji": return SlackMarkup.Run(text: ":\(string("name")):", style: style)
        case "link":
            let label = string("text")
            let text = label.isEmpty ? string("url") : "\(label) (\(string("url")))"
            return SlackMarkup.Run(text: text, style: style.union(.link))
        case "date":
            let seconds = element["timestamp"]?.number ?? ""
            let text = SlackDate.text(seconds: seconds, format: string("format")) ?? string("fallback")
            return SlackMarkup.Run(text: text, style: style)
        default: return SlackMarkup.Run(text: string("text"), style: style)
        }
    }
}
