/// Written as
///
///     {"matches": false, "held": 2, "of": 3, "hints": [],
///      "tests": [{"path": "detail.eventName", "outcome": "refused",
///                 "wanted": [{"wanted": "\"AssumeRole\"", "isPassed": false}],
///                 "found": [{"place": "detail.eventName", "value": "\"AssumeRoot\"",
///                            "isPassing": false, "isChosen": false}],
///                 "foundCount": 1, "hints": []}]}
///
/// of the best alternative. `wanted` and `value` are themselves JSON texts, cut where they are long.
extension Explanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case matches, held, of, hints, tests
    }

    /// Writes the object shown above, with those keys in that order.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(matches, forKey: .matches)
        try container.encode(best.heldCount, forKey: .held)
        try container.encode(best.fields.count, forKey: .of)
        try container.encode(hints.map(\.description), forKey: .hints)
        try container.encode(best.fields, forKey: .tests)
    }
}

extension FieldExplanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case path, outcome, wanted, found, foundCount, hints
    }

    /// Writes one object of `tests`, as shown above.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(outcome.rawValue, forKey: .outcome)
        try container.encode(tests, forKey: .wanted)
        try container.encode(found, forKey: .found)
        try container.encode(foundCount, forKey: .foundCount)
        try container.encode(hints.map(\.description), forKey: .hints)
    }
}
