/// The rule sets of the matcher's benchmark, each rule with a plain statement of which lots it must hit.
struct LotRules {
    struct Rule {
        var pattern: String
        var hits: (LotGenerator.Lot) -> Bool
    }

    let name: String
    let rules: [Rule]
    /// Events a second on one core that relay sets out to judge.
    let goal: Int

    private init(_ name: String, goal: Int, _ rules: [Rule]) {
        (self.name, self.goal, self.rules) = (name, goal, rules)
    }

    static var all: [LotRules] {
        let exact = lots(["1430022", "2607117", "2607218", "3745012", "5000100"])
        let prefix = ["AC", "BL", "DR", "FU", "RH"].map { head in
            Rule(pattern: property("STREET", #"{"prefix":"\#(head)"}"#)) { $0.street.hasPrefix(head) }
        }
        let numeric = coordinates("firstCoordinates", first: true)
        let arrays = coordinates("coordinates", first: false)
        let anythingBut = [
            negated("FULTON", "MASON", "ST", "Polygon", "441", form: #"["%"]"#) { $0 == $1 },
            negated("FULTO", "MASO", "S", "Poly", "44", form: #"{"prefix":"%"}"#) { $0.hasPrefix($1) },
            negated("ULTON", "ASON", "T", "olygon", "41", form: #"{"suffix":"%"}"#) { $0.hasSuffix($1) },
            negated("fULTON", "mASON", "st", "pOLYGON", "441", form: #"{"equals-ignore-case":["%"]}"#) {
                $0.lowercased() == $1.lowercased()
            },
        ]
        let suffix = ["ON", "KE", "MM", "ING", "GO"].map { tail in
            Rule(pattern: property("STREET", #"{"suffix":"\#(tail)"}"#)) { $0.street.hasSuffix(tail) }
        }
        let ignoringCase = ["jefferson", "bEaCh", "HyDe", "CHESTNUT"].map { name in
            Rule(pattern: property("STREET", #"{"equals-ignore-case":"\#(name)"}"#)) { $0.street == name.uppercased() }
        }
        let wildcard = [
            Rule(pattern: property("MAPBLKLOT", #"{"wildcard":"143*"}"#)) { $0.lot.hasPrefix("143") },
            Rule(pattern: property("MAPBLKLOT", #"{"wildcard":"*218"}"#)) { $0.lot.hasSuffix("218") },
            Rule(pattern: property("MAPBLKLOT", #"{"wildcard":"3*5*2"}"#)) {
                $0.lot.hasPrefix("3") && $0.lot.hasSuffix("2") && $0.lot.dropFirst().dropLast().contains("5")
            },
        ]
        let partial = numeric + exact + prefix + anythingBut.joined()
        return [
            LotRules("EXACT", goal: 2_000_000, exact),
            LotRules("PREFIX", goal: 2_000_000, prefix),
            LotRules("SUFFIX", goal: 2_000_000, suffix),
            LotRules("WILDCARD", goal: 2_000_000, wildcard),
            LotRules("EQUALS_IGNORE_CASE", goal: 2_000_000, ignoringCase),
            LotRules("NUMERIC", goal: 1_000_000, numeric),
            LotRules("ANYTHING_BUT", goal: 1_000_000, anythingBut[0]),
            LotRules("ANYTHING_BUT_PREFIX", goal: 1_000_000, anythingBut[1]),
            LotRules("ANYTHING_BUT_SUFFIX", goal: 1_000_000, anythingBut[2]),
            LotRules("ANYTHING_BUT_IGNORE_CASE", goal: 1_000_000, anythingBut[3]),
            LotRules("COMPLEX_ARRAYS", goal: 250_000, arrays),
            LotRules("PARTIAL_COMBO", goal: 400_000, partial),
            LotRules("COMBO", goal: 150_000, partial + arrays),
        ]
    }

    private static func property(_ name: String, _ value: String) -> String {
        #"{"properties":{"\#(name)":[\#(value)]}}"#
    }

    private static func lots(_ numbers: [String]) -> [Rule] {
        numbers.map { number in Rule(pattern: property("MAPBLKLOT", "\"\(number)\"")) { $0.lot == number } }
    }

    private static func coordinates(_ path: String, first: Bool) -> [Rule] {
        func any(_ lot: LotGenerator.Lot, _ test: (Double) -> Bool) -> Bool {
            (first ? Array(lot.points.prefix(1)) : lot.points).contains { test(Double($0.x) ?? .nan) }
        }
        func rule(_ range: String, _ test: @escaping (Double) -> Bool) -> Rule {
            Rule(pattern: #"{"geometry":{"\#(path)":{"x":[{"numeric":[\#(range)]}]}}}"#) { any($0, test) }
        }
        let known = LotGenerator.knownX
        return [
            Rule(pattern: #"{"geometry":{"type":["Polygon"],"\#(path)":{"x":[{"numeric":["=",\#(known)]}]}}}"#) { lot in
                lot.shape == "Polygon" && any(lot) { $0 == Double(known) }
            },
            Rule(pattern: #"{"geometry":{"type":["MultiPolygon"],"\#(path)":{"z":[{"numeric":["=",0]}]}}}"#) {
                $0.shape == "MultiPolygon"
            },
            rule(#""<",-122.416"#) { $0 < -122.416 },
            rule(#"">",-122.416"#) { $0 > -122.416 },
            rule(#"">",-122.464,"<",-122.406"#) { $0 > -122.464 && $0 < -122.406 },
        ]
    }

    private static func negated(
        _ one: String, _ other: String, _ type: String, _ shape: String, _ from: String, form: String,
        _ excludes: @escaping (String, String) -> Bool
    ) -> [Rule] {
        func test(_ word: String) -> String {
            #"{"anything-but":\#(form.split(separator: "%", omittingEmptySubsequences: false).joined(separator: word))}"#
        }
        return [
            Rule(pattern: property("STREET", test(one))) { !excludes($0.street, one) },
            Rule(pattern: property("STREET", test(other))) { !excludes($0.street, other) },
            Rule(pattern: property("ST_TYPE", test(type))) { lot in lot.streetType.map { !excludes($0, type) } ?? true
            },
            Rule(pattern: #"{"geometry":{"type":[\#(test(shape))]}}"#) { !excludes($0.shape, shape) },
            Rule(pattern: property("FROM_ST", test(from))) { !excludes($0.from, from) },
        ]
    }
}
