import Diagnostics
import JSONText

extension SlackCheck {
    mutating func blocks(_ blocks: JSONValue, at pointer: String) {
        guard blocks.kind == .array else { return report(.wrongType(expected: "a list of blocks"), at: pointer) }
        let elements = blocks.elements
        if elements.count > SlackLimits.blocks {
            report(.tooMany(count: elements.count, limit: SlackLimits.blocks, of: "blocks"), at: pointer)
        }
        for (index, block) in elements.enumerated() { self.block(block, at: "\(pointer)/\(index)") }
    }

    private mutating func block(_ block: JSONValue, at pointer: String) {
        guard block.kind == .object else { return report(.wrongType(expected: "an object"), at: pointer) }
        guard let type = block["type"] else { return report(.missing("type"), at: pointer) }
        blockID(of: block, at: pointer)
        switch type.string {
        case "header":
            text(of: block, at: pointer, limit: SlackLimits.headerCharacters, isPlain: true, isRequired: true)
        case "section": section(block, at: pointer)
        case "context": context(block, at: pointer)
        case "actions": actions(block, at: pointer)
        case "image": image(block, at: pointer)
        case "markdown":
            if let text = block["text"] {
                blockCharacters += string(text, at: "\(pointer)/text", limit: SlackLimits.markdownCharacters)
            } else {
                report(.missing("text"), at: pointer)
            }
        case "input":
            text(
                "label", of: block, at: pointer, limit: SlackLimits.inputLabelCharacters, isPlain: true,
                isRequired: true)
            text("hint", of: block, at: pointer, limit: SlackLimits.inputLabelCharacters, isPlain: true)
            if block["element"] == nil { report(.missing("element"), at: pointer) }
        case "rich_text", "table":
            let key = type.string == "table" ? "rows" : "elements"
            if block[key]?.kind != .array { report(.missing(key), at: pointer) }
        case let name?:
            guard !Self.otherBlockTypes.contains(name) else { return }
            let near = Spelling.nearest(to: name, among: Self.blockTypes + Self.otherBlockTypes)
            report(.unknownBlock(name, suggestion: near), at: "\(pointer)/type")
        case nil: report(.wrongType(expected: "a string"), at: "\(pointer)/type")
        }
    }

    private mutating func blockID(of block: JSONValue, at pointer: String) {
        guard let id = block["block_id"] else { return }
        identifier(id, at: "\(pointer)/block_id")
        guard let name = id.utf8, !blockIDs.insert(name).inserted else { return }
        report(.repeatedIdentifier(String(decoding: name, as: UTF8.self)), at: "\(pointer)/block_id")
    }

    mutating func identifier(_ id: JSONValue, at pointer: String) {
        guard let characters = id.string?.unicodeScalars.count else {
            return report(.wrongType(expected: "a string"), at: pointer)
        }
        guard characters > SlackLimits.identifierCharacters else { return }
        report(.identifierTooLong(characters: characters, limit: SlackLimits.identifierCharacters), at: pointer)
    }

    private mutating func section(_ block: JSONValue, at pointer: String) {
        let fields = block["fields"]
        text(of: block, at: pointer, limit: SlackLimits.sectionCharacters, isRequired: fields == nil)
        if let fields {
            let elements = list(fields, of: "fields", at: "\(pointer)/fields", limit: SlackLimits.sectionFields)
            for (index, field) in elements.enumerated() {
                textObject(field, at: "\(pointer)/fields/\(index)", limit: SlackLimits.fieldCharacters)
            }
        }
        if let accessory = block["accessory"] { element(accessory, at: "\(pointer)/accessory", isAction: false) }
    }

    private mutating func context(_ block: JSONValue, at pointer: String) {
        guard let elements = block["elements"] else { return report(.missing("elements"), at: pointer) }
        let limit = SlackLimits.contextElements
        for (index, item) in list(elements, of: "elements", at: "\(pointer)/elements", limit: limit).enumerated() {
            let place = "\(pointer)/elements/\(index)"
            if item["type"]?.string == "image" {
                image(item, at: place)
            } else {
                textObject(item, at: place, limit: SlackLimits.textObjectCharacters)
            }
        }
    }

    private mutating func actions(_ block: JSONValue, at pointer: String) {
        guard let elements = block["elements"] else { return report(.missing("elements"), at: pointer) }
        let limit = SlackLimits.actionElements
        var actionIDs: Set<[UInt8]> = []
        for (index, item) in list(elements, of: "elements", at: "\(pointer)/elements", limit: limit).enumerated() {
            let place = "\(pointer)/elements/\(index)"
            element(item, at: place, isAction: true)
            guard let id = item["action_id"]?.utf8, !actionIDs.insert(id).inserted else { continue }
            report(.repeatedIdentifier(String(decoding: id, as: UTF8.self)), at: "\(place)/action_id")
        }
    }

    /// An image, as a block or as an element.
    mutating func image(_ image: JSONValue, at pointer: String) {
        if let address = image["image_url"] {
            string(address, at: "\(pointer)/image_url", limit: SlackLimits.addressCharacters)
        } else if image["slack_file"] == nil {
            report(.missing("image_url"), at: pointer)
        }
        if let text = image["alt_text"] {
            string(text, at: "\(pointer)/alt_text", limit: SlackLimits.imageTextCharacters, minimum: 0)
        } else {
            report(.missing("alt_text"), at: pointer)
        }
        text("title", of: image, at: pointer, limit: SlackLimits.imageTextCharacters, isPlain: true)
    }

    /// A list that may not be empty nor longer than a limit.
    mutating func list(_ value: JSONValue, of things: String, at pointer: String, limit: Int) -> [JSONValue] {
        guard value.kind == .array else {
            report(.wrongType(expected: "a list"), at: pointer)
            return []
        }
        let elements = value.elements
        if elements.isEmpty { report(.wrongType(expected: "a list with something in it"), at: pointer) }
        if elements.count > limit { report(.tooMany(count: elements.count, limit: limit, of: things), at: pointer) }
        return elements
    }

    /// A member that holds a text object.
    mutating func text(
        _ key: String = "text", of block: JSONValue, at pointer: String, limit: Int, isPlain: Bool = false,
        isRequired: Bool = false
    ) {
        if let text = block[key] {
            textObject(text, at: "\(pointer)/\(key)", limit: limit, isPlain: isPlain)
        } else if isRequired {
            report(.missing(key), at: pointer)
        }
    }

    mutating func textObject(_ object: JSONValue, at pointer: String, limit: Int, isPlain: Bool = false) {
        guard object.kind == .object else {
            return report(.wrongType(expected: "a text object: {\"type\": …, \"text\": …}"), at: pointer)
        }
        switch object["type"]?.string {
        case "plain_text":
            if object["verbatim"] != nil { report(.notAllowed(key: "verbatim", in: "plain_text"), at: pointer) }
        case "mrkdwn":
            if isPlain { report(.mustBePlainText, at: "\(pointer)/type") }
            if object["emoji"] != nil { report(.notAllowed(key: "emoji", in: "mrkdwn"), at: pointer) }
        case nil: report(.missing("type"), at: pointer)
        case let type?:
            report(
                .unknownValue(type, allowed: isPlain ? ["plain_text"] : ["plain_text", "mrkdwn"]), at: "\(pointer)/type"
            )
        }
        guard let text = object["text"] else { return report(.missing("text"), at: pointer) }
        blockCharacters += string(text, at: "\(pointer)/text", limit: limit)
    }

    /// Blocks whose content is checked here.
    private static let blockTypes = [
        "header", "section", "context", "actions", "image", "markdown", "input", "rich_text", "table", "divider",
    ]

    /// Blocks that Slack has besides, whose content is left to Slack.
    private static let otherBlockTypes = [
        "divider", "video", "file", "call", "context_actions", "task_card", "plan", "card", "alert", "container",
        "carousel", "auth_provider", "data_table", "data_visualization",
    ]
}

extension SlackCheck {
    /// Something to press or choose from, or an image beside a section.
    ///
    /// - Parameter isAction: whether it stands in an actions block, which takes no images.
    mutating func element(_ element: JSONValue, at pointer: String, isAction: Bool) {
        guard element.kind == .object else { return report(.wrongType(expected: "an object"), at: pointer) }
        guard let type = element["type"] else { return report(.missing("type"), at: pointer) }
        if let id = element["action_id"] { identifier(id, at: "\(pointer)/action_id") }
        if let confirm = element["confirm"] { self.confirm(confirm, at: "\(pointer)/confirm") }
        switch type.string {
        case "button": button(element, at: pointer)
        case "image" where !isAction: image(element, at: pointer)
        case "overflow": options(of: element, at: pointer, limit: SlackLimits.overflowOptions)
        case "static_select", "multi_static_select":
            text("placeholder", of: element, at: pointer, limit: SlackLimits.placeholderCharacters, isPlain: true)
            if element["option_groups"] == nil { options(of: element, at: pointer, limit: SlackLimits.options) }
        case let name?:
            guard !Self.otherElementTypes.contains(name) else { return }
            let near = Spelling.nearest(to: name, among: Self.elementTypes + Self.otherElementTypes)
            report(.unknownElement(name, suggestion: near), at: "\(pointer)/type")
        case nil: report(.wrongType(expected: "a string"), at: "\(pointer)/type")
        }
    }

    private mutating func button(_ button: JSONValue, at pointer: String) {
        text(of: button, at: pointer, limit: SlackLimits.buttonCharacters, isPlain: true, isRequired: true)
        if let characters = button["text"]?["text"]?.string?.unicodeScalars.count,
            characters > SlackLimits.buttonShownCharacters, characters <= SlackLimits.buttonCharacters
        {
            let limit = SlackLimits.buttonShownCharacters
            report(.longButton(characters: characters, limit: limit), at: "\(pointer)/text/text")
        }
        if let value = button["value"] {
            string(value, at: "\(pointer)/value", limit: SlackLimits.buttonValueCharacters, minimum: 0)
        }
        if let address = button["url"] {
            string(address, at: "\(pointer)/url", limit: SlackLimits.addressCharacters)
        }
        style(of: button, at: pointer)
    }

    private mutating func style(of element: JSONValue, at pointer: String) {
        guard let style = element["style"], style.string != "primary", style.string != "danger" else { return }
        report(.unknownValue(style.string ?? style.compact, allowed: ["primary", "danger"]), at: "\(pointer)/style")
    }

    private mutating func options(of element: JSONValue, at pointer: String, limit: Int) {
        guard let options = element["options"] else { return report(.missing("options"), at: pointer) }
        for (index, option) in list(options, of: "options", at: "\(pointer)/options", limit: limit).enumerated() {
            let place = "\(pointer)/options/\(index)"
            text(of: option, at: place, limit: SlackLimits.optionCharacters, isRequired: true)
            if let value = option["value"] {
                string(value, at: "\(place)/value", limit: SlackLimits.optionValueCharacters)
            }
        }
    }

    /// The question that a button asks before it acts.
    private mutating func confirm(_ confirm: JSONValue, at pointer: String) {
        guard confirm.kind == .object else { return report(.wrongType(expected: "an object"), at: pointer) }
        text("title", of: confirm, at: pointer, limit: SlackLimits.confirmTitleCharacters, isPlain: true)
        text(of: confirm, at: pointer, limit: SlackLimits.confirmTextCharacters)
        text("confirm", of: confirm, at: pointer, limit: SlackLimits.confirmButtonCharacters, isPlain: true)
        text("deny", of: confirm, at: pointer, limit: SlackLimits.confirmButtonCharacters, isPlain: true)
        style(of: confirm, at: pointer)
    }

    /// Elements whose content is checked here.
    private static let elementTypes = ["button", "image", "overflow", "static_select", "multi_static_select"]

    /// Elements that Slack has besides, whose content is left to Slack.
    private static let otherElementTypes = [
        "checkboxes", "datepicker", "timepicker", "datetimepicker", "radio_buttons", "workflow_button", "icon_button",
        "feedback_buttons", "external_select", "multi_external_select", "users_select", "multi_users_select",
        "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select",
    ]
}
