import JSONText

/// Holds JSON against what a test expects of it: of an object every member must be there, anything else must be equal.
enum JSONExpectation {
    /// One place where the two differ.
    struct Difference: Hashable, Sendable {
        /// In the body, as keys and indices joined with points; empty for the whole body.
        let path: String
        let expected: String
        /// Nil when there is nothing at the place.
        let found: String?
    }

    static func differences(_ found: JSONValue, from expected: JSONValue, path: String = "") -> [Difference] {
        guard expected.kind == .object, found.kind == .object else {
            if expected.kind == .array, found.kind == .array { return listDifferences(found, expected, path) }
            return isEqual(found, expected)
                ? [] : [Difference(path: path, expected: expected.compact, found: found.compact)]
        }
        return expected.members.flatMap { member in
            let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let value = found[member.name] else {
                return [Difference(path: inner, expected: member.value.compact, found: nil)]
            }
            return differences(value, from: member.value, path: inner)
        }
    }

    private static func listDifferences(_ found: JSONValue, _ expected: JSONValue, _ path: String) -> [Difference] {
        let (foundElements, expectedElements) = (found.elements, expected.elements)
        guard foundElements.count == expectedElements.count else {
            return [Difference(path: path, expected: expected.compact, found: found.compact)]
        }
        return zip(foundElements, expectedElements).enumerated().flatMap { index, pair in
            differences(pair.0, from: pair.1, path: path.isEmpty ? "\(index)" : "\(path).\(index)")
        }
    }

    /// Strings by value, so that `é` equals `\u00e9`; numbers by value, so that 1 equals 1.0; literals as they are.
    private static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .string, .key: return left.utf8 == right.utf8
        case .number:
            if left.number == right.number { return true }
            return left.number.flatMap(Double.init) == right.number.flatMap(Double.init)
        default: return true
        }
    }
}
