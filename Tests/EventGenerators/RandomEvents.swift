import EventPatterns
import JSONText
public import SeededGenerators

/// Patterns and events made at random from few keys and few values, so that they meet.
public struct RandomEvents {
    /// The generator behind it, for a test that needs other random numbers too.
    public var numbers: SeededRandom

    private let keys = ["a", "b", "c", "detail", "a.b", "eventName"]
    private let strings = ["x", "xy", "xyz", "Xy", "", "y", "10.0.0.1", "*", "\"", "é", "abcdefghij", "abcdefghiJ"]
    private let values = ["1", "1.0", "10e-1", "2", "-3.5", "true", "false", "null", "122.42916360922355", "0"]

    /// - Parameter seed: the same patterns and events for the same seed.
    public init(seed: UInt64) { numbers = SeededRandom(seed: seed) }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int(numbers.next() % UInt64(choices.count))]
    }

    private mutating func chance(_ percent: UInt64) -> Bool { numbers.next() % 100 < percent }

    private mutating func quoted() -> String { JSONString.quoted(pick(strings)) }

    /// An event as JSON; now and then with a key twice, or with dots in a key.
    public mutating func event() -> String { object(depth: 0) }

    private mutating func object(depth: Int) -> String {
        var members: [String] = []
        var left = keys
        for _ in 0..<Int(numbers.next() % 5) {
            let key = chance(6) ? pick(keys) : pick(left)
            if left.count > 1 { left.removeAll { $0 == key } }
            members.append("\(JSONString.quoted(key)):\(value(depth: depth + 1))")
        }
        return "{\(members.joined(separator: chance(10) ? " , " : ","))}"
    }

    private mutating func value(depth: Int) -> String {
        let choice = numbers.next() % 100
        if depth > 4 || choice < 50 { return chance(65) ? quoted() : pick(values) }
        if choice < 75 { return object(depth: depth) }
        return "[\((0..<Int(numbers.next() % 4)).map { _ in value(depth: depth + 1) }.joined(separator: ","))]"
    }

    /// A valid pattern as JSON.
    public mutating func pattern() -> String {
        while true {
            let text = pattern(depth: 0)
            // Wildcards that come in several alternatives may be too complex together.
            if text != "{}", (try? EventPattern(parsing: text)) != nil { return text }
        }
    }

    private mutating func pattern(depth: Int) -> String {
        var members: [String] = []
        var left = keys
        for _ in 0..<1 + Int(numbers.next() % 3) {
            let key = pick(left)
            left.removeAll { $0 == key }
            let isNested = depth < 3 && chance(40)
            members.append("\(JSONString.quoted(key)):\(isNested ? pattern(depth: depth + 1) : tests())")
        }
        if depth < 2, chance(12) {
            members.append("\"$or\":[\(pattern(depth: depth + 1)),\(pattern(depth: depth + 1))]")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func tests() -> String {
        "[\((0..<1 + Int(numbers.next() % 3)).map { _ in test() }.joined(separator: ","))]"
    }

    private mutating func test() -> String {
        switch numbers.next() % 18 {
        case 0...4: return quoted()
        case 5: return pick(values)
        case 6: return #"{"prefix":\#(quoted())}"#
        case 7: return #"{"suffix":\#(quoted())}"#
        case 8: return #"{"equals-ignore-case":\#(quoted())}"#
        case 9: return #"{"prefix":{"equals-ignore-case":\#(quoted())}}"#
        case 10: return #"{"wildcard":"\#(pick(["x*", "*y", "x*z", "*", "a*", "*c*f*"]))"}"#
        case 11: return #"{"exists":\#(chance(50))}"#
        case 12:
            return
                #"{"numeric":["\#(pick(["=", "<", ">=", ">"]))",\#(pick(["1", "2.0", "-3.5", "122.42916360922355"]))]}"#
        case 13: return #"{"anything-but":[\#(quoted()),\#(quoted())]}"#
        case 14: return #"{"anything-but":{"prefix":["x","\#(pick(["y", "a"]))"]}}"#
        case 15: return #"{"anything-but":\#(pick(["1", "2"]))}"#
        case 16: return #"{"cidr":"10.0.0.0/8"}"#
        default: return #"{"anything-but":{"wildcard":"x*"}}"#
        }
    }
}
