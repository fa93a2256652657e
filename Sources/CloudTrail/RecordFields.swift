internal import JSONText

/// Where a record's own fields lie that its envelope repeats.
///
/// The text must be an object with balanced brackets and closed strings, as ``LogReader`` hands it out; other mistakes
/// may go unseen here.
struct RecordFields: Sendable {
    enum Field: UInt8, CaseIterable {
        case eventID, eventType, eventSource, eventTime, eventName, eventVersion, eventCategory
        case awsRegion, recipientAccountId, userIdentity, insightDetails
        case detail, detailType, source
    }

    /// The text of each field's value, quotation marks included. Of duplicate keys the last counts, as in events.
    private var values = InlineArray<14, Range<Int>?>(repeating: nil)
    private(set) var isInsight = false

    /// Nil when the text is not an object of keys and values.
    init?(of text: Span<UInt8>) {
        var outline = JSONOutline()
        outline.read(text)
        self.init(of: text, outline)
    }

    /// The same, of a text whose outline is known.
    init?(of text: Span<UInt8>, _ outline: JSONOutline) {
        guard outline.isWhole else { return nil }
        for member in outline.members {
            guard let field = Self.field(text.extracting(member.key), hasEscapes: member.keyHasEscapes) else {
                continue
            }
            values[Int(field.rawValue)] = member.value
        }
        isInsight = self[.insightDetails] != nil || equals(.eventType, "AwsCloudTrailInsight", in: text)
    }

    subscript(field: Field) -> Range<Int>? { values[Int(field.rawValue)] }

    /// A field's text between its quotation marks; nil when it is absent or not a string.
    func content(_ field: Field, in text: Span<UInt8>) -> Range<Int>? {
        guard let range = self[field], range.count >= 2, text[range.lowerBound] == UInt8(ascii: "\"") else {
            return nil
        }
        return range.lowerBound + 1..<range.upperBound - 1
    }

    func equals(_ field: Field, _ name: StaticString, in text: Span<UInt8>) -> Bool {
        content(field, in: text).map { text.extracting($0).elementsEqual(name) } ?? false
    }

    private static func field(_ key: Span<UInt8>, hasEscapes: Bool) -> Field? {
        if hasEscapes {
            let value = JSONString.value(of: key)
            return field(value.span, hasEscapes: false)
        }
        let candidate: (Field, StaticString)? =
            switch (key.count, key.count > 5 ? key[5] : 0) {
            case (7, UInt8(ascii: "I")): (.eventID, "eventID")
            case (9, UInt8(ascii: "T")):
                key[6] == UInt8(ascii: "y") ? (.eventType, "eventType") : (.eventTime, "eventTime")
            case (9, UInt8(ascii: "N")): (.eventName, "eventName")
            case (11, UInt8(ascii: "S")): (.eventSource, "eventSource")
            case (12, UInt8(ascii: "V")): (.eventVersion, "eventVersion")
            case (13, UInt8(ascii: "C")): (.eventCategory, "eventCategory")
            case (9, UInt8(ascii: "g")): (.awsRegion, "awsRegion")
            case (18, UInt8(ascii: "i")): (.recipientAccountId, "recipientAccountId")
            case (12, UInt8(ascii: "d")): (.userIdentity, "userIdentity")
            case (14, UInt8(ascii: "h")): (.insightDetails, "insightDetails")
            case (6, UInt8(ascii: "l")): (.detail, "detail")
            case (11, UInt8(ascii: "l")): (.detailType, "detail-type")
            case (6, UInt8(ascii: "e")): (.source, "source")
            default: nil
            }
        guard let (field, name) = candidate, key.elementsEqual(name) else { return nil }
        return field
    }
}

extension Span<UInt8> {
    func elementsEqual(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in indices where unsafe self[index] != text.utf8Start[index] { return false }
        return true
    }

    func hasBytes(of text: String) -> Bool {
        let bytes = text.utf8.span
        guard count == bytes.count else { return false }
        for index in indices where self[index] != bytes[index] { return false }
        return true
    }
}
