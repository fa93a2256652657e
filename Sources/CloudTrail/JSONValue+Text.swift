import JSONText
import TextFormats

/// Reading records, in which any field may be missing, null, or of another type than documented.
extension JSONValue {
    /// The value under nested names; nil where one is missing or stands in something that is not an object.
    func at(_ names: String...) -> JSONValue? {
        var value: JSONValue? = self
        for name in names { value = value?[name] }
        return value
    }

    /// What a string or a number says; nil for other kinds and for blank strings.
    ///
    /// Numbers count, since tools that rewrite records write account numbers and durations as such.
    var shownText: String? {
        switch kind {
        case .string: string?.visible
        case .number: number
        default: nil
        }
    }

    /// `true`, or a string that says so: CloudTrail writes `"true"`, `"Yes"` and `"YES"`. Nil when it says neither.
    var truth: Bool? {
        if let bool { return bool }
        guard let text = shownText else { return nil }
        if text.hasBytes(ofIgnoringCase: "true") || text.hasBytes(ofIgnoringCase: "yes") { return true }
        if text.hasBytes(ofIgnoringCase: "false") || text.hasBytes(ofIgnoringCase: "no") { return false }
        return nil
    }
}
