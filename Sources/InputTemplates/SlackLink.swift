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

    /// The place of each placeholder of a template, in their order.
    static func links(before marks: [TemplateLexer.Mark], in text: [UInt8]) -> [SlackLink] {
        var links = Array(repeating: SlackLink.outside, count: marks.count)
        var string: [Element] = []
        var isQuoted = false
        var next = 0
        var offset = 0
        while offset < text.count {
            if next < marks.count, offset == marks[next].range.lowerBound {
                string.append(.placeholder(next))
                offset = marks[next].range.upperBound
                next += 1
            } else if text[offset] == UInt8(ascii: "\"") {
                if isQuoted { assign(string, to: &links) }
                string = []
                isQuoted.toggle()
                offset += 1
            } else {
                let (character, length) = Self.character(in: text, at: offset)
                string.append(.character(character))
                offset += length
            }
        }
        return links
    }

    /// A piece of a string in a template.
    private enum Element: Hashable {
        case character(UInt8)
        /// Its index. Its value is left out of account: it cannot open or end a link.
        case placeholder(Int)
    }

    private static func assign(_ string: [Element], to links: inout [SlackLink]) {
        // A `<` that nothing closes begins no link: "load < <limit>".
        let lastClose = string.lastIndex(of: .character(UInt8(ascii: ">"))) ?? 0
        // The literal text since an open `<`.
        var address: [UInt8]?
        for (index, element) in string.enumerated() {
            switch element {
            case .character(UInt8(ascii: "<")): address = index < lastClose ? [] : nil
            case .character(UInt8(ascii: ">")), .character(UInt8(ascii: "|")): address = nil
            case .character(let character): address?.append(character)
            case .placeholder(let placeholder): links[placeholder] = address.map(place) ?? .outside
            }
        }
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

    /// The character at an offset inside a string, for an escape what it stands for; 0 for what does not matter here.
    private static func character(in text: [UInt8], at offset: Int) -> (UInt8, length: Int) {
        guard text[offset] == UInt8(ascii: "\\") else { return (text[offset], 1) }
        guard offset + 5 < text.count, text[offset + 1] == UInt8(ascii: "u") else { return (0, 2) }
        let digits = String(decoding: text[(offset + 2)..<(offset + 6)], as: UTF8.self)
        return (UInt8(digits, radix: 16) ?? 0, 6)
    }
}
