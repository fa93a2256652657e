public import InputTemplates
import JSONText

/// Escapes values for a Slack message, so that a value appears as text: it cannot mention anybody, make a link or
/// format the text around it.
///
/// ``SlackPosition`` lists what is done at each position.
public struct SlackEscaping: ValueEscaping {
    /// There is nothing to configure.
    public init() {}

    /// The escaping for one place, decided by the keys and types around it; see ``SlackPosition``.
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

    /// Whether the placeholder stands after `<@`, `<#` or `<!`.
    public func valueDecidesRecipient(at place: PlaceholderPlace) -> Bool {
        SlackLink(before: place.textBefore, after: place.textAfter) == .mention
    }

    /// Text from outside as it is to stand in a message's `text` or in a `mrkdwn` object that no template renders; longer
    /// text than a section shows is cut in the middle.
    public static func inert(_ text: String) -> String {
        SlackText(position: .markup, link: .outside, limit: SlackText.charactersLimit).shownText(of: Array(text.utf8))
    }
}

/// Escapes values for strings that Slack shows, so that a value appears as text and has no other effect.
///
/// A session name, a user agent or an error message is text that an attacker may choose. In a markup position:
///
/// - `&`, `<` and `>` become entities, so that a value can neither mention anybody nor hide a link behind a label.
/// - A backtick becomes an apostrophe: Slack has no escape for it, and it would end a code span or swallow what follows.
/// - In Markdown, `]` is parted from what follows, so that no `[label](address)` comes about.
/// - `@` and `#` at the beginning of a word are parted from it by an invisible word joiner, since text objects that are
///   not `verbatim` turn such words into mentions and channels. E-mail addresses stay whole.
///
/// In markup and plain text alike, line ends and other control characters become blanks (a value cannot pose as a
/// line of its own) and characters that are never seen go, direction marks among them (a value cannot be shown
/// backwards); joiners that scripts and emoji need stay. `*`, `_` and `~` stay as well: they may embolden a word, and
/// names are full of them. A bare address stays readable, and Slack may make it a link that shows where it leads; in
/// a code span it makes none.
///
/// Slack refuses a message as a whole when one of its texts is too long, so a long value would silence the alert: it is
/// cut in the middle, where names and ARNs differ least.
struct SlackText: StringEscaping {
    /// How many characters of a value are shown where nothing less is said: a section holds 3,000, a field 2,000.
    static let charactersLimit = 1_000
    /// The same in a header, which holds 150.
    static let headerCharactersLimit = 100
    /// The same on a button, which holds 75.
    static let buttonCharactersLimit = 50

    /// The limit that an object of a type sets for the values in it, if it sets one.
    static func limit(inObjectOfType type: String?) -> Int? {
        switch type {
        case "header": headerCharactersLimit
        case "button": buttonCharactersLimit
        default: nil
        }
    }

    let position: SlackPosition
    let link: SlackLink
    /// How many characters a value may take up, entities at full length.
    let limit: Int

    /// Identifiers and metadata, which programs read, are inserted unchanged.
    var reachesIntoStructures: Bool { position != .untouched }

    /// Appends a string's value as JSON text without quotes.
    func append(_ value: [UInt8], to output: inout [UInt8]) {
        guard position != .untouched else { return JSONEscaping().append(value, to: &output) }
        if link == .outside, value.count <= limit, Self.isShownAsItIs(value.span) {
            output.append(contentsOf: value)
        } else {
            JSONString.appendText(of: shown(value), to: &output)
        }
    }

    /// Whether a value is ASCII that nothing is done to at any position outside of links, as nearly every value is.
    private static func isShownAsItIs(_ value: Span<UInt8>) -> Bool {
        for index in value.indices {
            switch value[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "]"), UInt8(ascii: "`"):
                return false
            case 0x20..<0x7F: continue
            default: return false
            }
        }
        return true
    }

    /// A string's value as Slack is to be given it.
    func shownText(of value: [UInt8]) -> String { String(decoding: shown(value), as: UTF8.self) }

    private func shown(_ value: [UInt8]) -> [UInt8] {
        var shown = Shown()
        var previous: Unicode.Scalar?
        // A lone surrogate, which JSON can spell, becomes U+FFFD here.
        for scalar in String(decoding: value, as: UTF8.self).unicodeScalars {
            guard let scalar = Self.visible(scalar) else { continue }
            shown.beginCharacter()
            if position == .plain {
                shown.bytes.append(contentsOf: scalar.utf8)
            } else if link == .outside {
                appendMarkup(scalar, after: previous, to: &shown.bytes)
            } else {
                Self.appendAddress(scalar, isFirst: previous == nil && link == .addressStart, to: &shown.bytes)
            }
            previous = scalar
        }
        return shown.cut(to: limit)
    }

    /// An escaped value, and where in it each of its characters begins.
    private struct Shown {
        var bytes: [UInt8] = []
        private var starts: [Int] = []

        mutating func beginCharacter() { starts.append(bytes.count) }

        /// The bytes if they are no more characters than the limit; else so many from both ends, `…` between them. No
        /// entity is cut apart.
        func cut(to limit: Int) -> [UInt8] {
            guard bytes.count > limit, Self.characters(in: bytes[...]) > limit else { return bytes }
            var room = limit - 1
            var headEnd = 0
            for end in starts.dropFirst() {
                let width = Self.characters(in: bytes[headEnd..<end])
                guard width <= room - limit / 3 else { break }
                room -= width
                headEnd = end
            }
            var tailStart = bytes.count
            for start in starts.reversed() {
                let width = Self.characters(in: bytes[start..<tailStart])
                guard width <= room, start >= headEnd else { break }
                room -= width
                tailStart = start
            }
            return bytes[..<headEnd] + Array("…".utf8) + bytes[tailStart...]
        }

        private static func characters(in bytes: ArraySlice<UInt8>) -> Int {
            bytes.count { $0 & 0xC0 != 0x80 }
        }
    }

    /// The character itself; a blank for a control character; nil for an invisible one.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: " "
        case 0x20..<0x7F: scalar
        // Joiners and variation selectors shape the characters beside them.
        case 0x200C, 0x200D, 0xFE00...0xFE0F: scalar
        // Interlinear annotation, which is invisible though not ignorable.
        case 0xFFF9...0xFFFB: nil
        default: scalar.properties.isDefaultIgnorableCodePoint ? nil : scalar
        }
    }

    private func appendMarkup(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, to output: inout [UInt8]
    ) {
        switch scalar {
        case "&": output.append(contentsOf: "&amp;".utf8)
        case "<": output.append(contentsOf: "&lt;".utf8)
        case ">": output.append(contentsOf: "&gt;".utf8)
        case "`": output.append(UInt8(ascii: "'"))
        case "@", "#":
            output.append(contentsOf: scalar.utf8)
            if !(previous.map(Self.isWordPart) ?? false) { output.append(contentsOf: Self.wordJoiner) }
        case "]" where position == .markdown:
            output.append(contentsOf: scalar.utf8)
            output.append(contentsOf: Self.wordJoiner)
        default: output.append(contentsOf: scalar.utf8)
        }
    }

    private static let wordJoiner = Array("\u{2060}".utf8)

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }

    private static func appendAddress(_ scalar: Unicode.Scalar, isFirst: Bool, to output: inout [UInt8]) {
        switch scalar {
        case "&": output.append(contentsOf: "&amp;".utf8)
        case "<", ">", "|", "^", "`", " ", "\"": appendPercentEncoded(scalar, to: &output)
        case "!" where isFirst, "@" where isFirst, "#" where isFirst: appendPercentEncoded(scalar, to: &output)
        default: output.append(contentsOf: scalar.utf8)
        }
    }

    private static func appendPercentEncoded(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        output.append(contentsOf: "%\(digits)".utf8)
    }
}
