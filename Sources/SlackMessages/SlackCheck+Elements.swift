import Diagnostics
import JSONText

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
