/// What is probably in the way of a match, in a form to act on.
public enum ExplanationHint: Hashable, Sendable {
    /// The event is a CloudTrail record, not wrapped in an EventBridge event.
    case bareRecord
    /// The path exists with other capitals.
    case keyInOtherCase(path: String)
    /// A key beside it is spelt nearly so.
    case similarKey(path: String)
    /// The same key stands under another parent.
    case keyElsewhere(paths: [String])
    /// The path leads to an object or array with something in it.
    case notALeaf
    /// The path leads to an empty object or array.
    case emptyContainer
    /// A key on the way holds a string, perhaps JSON as text.
    case textOnTheWay(path: String)
    /// A key on the way holds a number, `true`, `false` or `null`, with nothing inside.
    case valueOnTheWay(path: String, value: String)
    /// CloudTrail left out what the path leads through, since it was too large.
    case omitted(path: String)
    /// Only the capitals are wrong.
    case valueInOtherCase(value: String)
    /// Only white space around the value is in the way.
    case valueWithSpace(value: String)
    /// The pattern wants a number, the event has its digits as a string.
    case stringNotNumber(value: String)
    /// The pattern wants a string of digits, the event has a number.
    case numberNotString(value: String)
    /// A number with more digits than EventBridge compares.
    case numberNotComparable(value: String)
    /// The pattern names the role, the event the session that assumed it.
    case sessionNotRole
    /// The pattern names a session, the event the role itself.
    case roleNotSession
    /// The field holds alone, but not in the array element that the other fields need.
    case otherElement(place: String)
}

extension ExplanationHint: CustomStringConvertible {
    /// The hint as a clause without a full stop, values in it cut and printable.
    public var description: String {
        switch self {
        case .bareRecord:
            "the event is a bare CloudTrail record; EventBridge wraps it in an event and puts it under detail"
        case .keyInOtherCase(let path): "the event has \(path): capitals count in keys"
        case .similarKey(let path): "the event has \(path)"
        case .keyElsewhere(let paths): "the event has \(paths.joined(separator: " and "))"
        case .notALeaf: "it is an object or array; a test looks at single values, so the path must lead to one inside"
        case .emptyContainer: "it is an empty object or array, which counts as not there"
        case .textOnTheWay(let path): "\(path) is a string; patterns do not look at JSON inside strings"
        case .valueOnTheWay(let path, let value): "\(path) is \(value), with nothing inside"
        case .omitted(let path): "CloudTrail left out \(path), since it was too large"
        case .valueInOtherCase(let value): "\(value) differs only in capitals; equals-ignore-case would match"
        case .valueWithSpace(let value): "\(value) differs only in white space around it"
        case .stringNotNumber(let value): "the event has the string \(value), not a number"
        case .numberNotString(let value): "the event has the number \(value), not a string"
        case .numberNotComparable(let value): "\(value) has more digits than EventBridge compares"
        case .sessionNotRole:
            "the pattern names a role (:role/NAME), the event a session of one (:assumed-role/NAME/SESSION)"
        case .roleNotSession:
            "the pattern names a session of a role (:assumed-role/NAME/SESSION), the event the role (:role/NAME)"
        case .otherElement(let place): "alone it would hold, at \(place), but all tests must hold in one array element"
        }
    }
}
