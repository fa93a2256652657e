/// Where a placeholder stands in Slack's `<address|label>`, which a template may spell around it:
/// `<https://console/<account>|open>`.
enum SlackLink: Hashable, Sendable {
    /// Not between `<` and `|` or `>`; in a label, too, a value is text like any other.
    case outside
    /// After some of the address: characters that end or part it must not come from a value.
    case address
    /// Directly after `<`, where `!`, `@` and `#` would make a mention of the address.
    case addressStart
    /// After `<@`, `<#` or `<!`: the value says who is mentioned, as the author wants it.
    case mention

    /// - Parameters:
    ///   - before: What stands before the placeholder in its string. Other placeholders are left out of account: their
    ///     values cannot open or end a link.
    ///   - after: What stands after it.
    init(before: [UInt8], after: [UInt8]) {
        // A `<` that nothing closes begins no link: "load < <limit>".
        guard after.contains(UInt8(ascii: ">")) else {
            self = .outside
            return
        }
        // The literal text since an open `<`.
        var address: [UInt8]?
        for character in before {
            switch character {
            case UInt8(ascii: "<"): address = []
            case UInt8(ascii: ">"), UInt8(ascii: "|"): address = nil
            default: address?.append(character)
            }
        }
        self = address.map(Self.place) ?? .outside
    }

    /// The place after some literal text of an address.
    private static func place(after address: [UInt8]) -> SlackLink {
        switch address.first {
        case nil: .addressStart
        case UInt8(ascii: "@"), UInt8(ascii: "#"): .mention
        case UInt8(ascii: "!"): address.starts(with: "!date^".utf8) ? .address : .mention
        default: .address
        }
    }
}
