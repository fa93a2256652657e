import CloudTrail
import JSONText
import SeededGenerators
import Testing

/// Records come from many hands: any field may be missing, of another type, or twice.
struct RoleUseRobustnessTests {
    private static let rounds = 150

    @Test(arguments: Fixtures.eventNames)
    func alwaysNamesSomebody(name: String) throws {
        let event = try Fixtures.event(name)
        let isUse = RoleUse(event: event) != nil
        var uses = 0
        for seed in 0..<Self.rounds {
            var mutation = Mutation(random: SeededRandom(seed: UInt64(seed)), oneIn: UInt64(4 + seed % 60))
            let text = mutation.text(of: event)
            let root = try JSONDocument(parsing: text).root
            let counted = CountedUse(event: root)
            guard let use = RoleUse(event: root) else {
                #expect(counted == nil, "seed \(seed): \(text)")
                continue
            }
            uses += 1
            #expect(counted == CountedUse(use), "seed \(seed): \(text)")
            let isBlank = use.who.unicodeScalars.allSatisfy { $0.value <= 0x20 || $0 == "\u{200B}" }
            #expect(!isBlank, "seed \(seed): \(text)")
            #expect(use.durationSeconds ?? 1 > 0, "seed \(seed): \(text)")
        }
        #expect(uses > Self.rounds / 20 || !isUse, "the mutations leave too little to test")
    }

    @Test(arguments: ["null", "[]", "{}", "1", #""detail""#, #"{"detail": []}"#, #"{"detail": {"detail": {}}}"#])
    func isNilForAnyOtherJSON(text: String) throws {
        let value = try JSONDocument(parsing: text).root
        #expect(RoleUse(event: value) == nil)
        #expect(RoleUse(record: value) == nil)
    }

    /// The made-up archive: every use has a name, and every use says which role.
    @Test func namesSomebodyInTheArchive() throws {
        let uses = try Fixtures.records(below: Fixtures.archive).compactMap { RoleUse(record: $0) }
        #expect(uses.count > 20)
        for use in uses { #expect(use.who.contains { !$0.isWhitespace }) }
        #expect(uses.allSatisfy { $0.role != nil })
    }

    @Test(.enabled(if: Fixtures.corpusIsPresent, Fixtures.corpusAbsence))
    func namesSomebodyInRealRecords() throws {
        let uses = try Fixtures.records(below: Fixtures.corpus).compactMap { RoleUse(record: $0) }
        #expect(uses.count > 80)
        for use in uses { #expect(use.who.contains { !$0.isWhitespace }) }
        let unnamed = uses.filter { $0.role == nil }
        #expect(unnamed.count <= 2, "only two AssumeRole records say nothing of their role")
    }
}

/// Writes JSON with values replaced by others, keys dropped, and keys written twice.
private struct Mutation {
    var random: SeededRandom
    /// How rare a change is.
    let oneIn: UInt64

    private static let replacements = [
        "null", "true", "false", "0", "-1", "111122223333", "1e999", "0.5", #""""#, #"" ""#, #""\u200b\n""#, #""x""#,
        #""arn:aws:iam::1:""#, #""arn:aws:iam::1:role/""#, #""assumed-role/""#, #"":""#, #""\ud800""#, "[]", "[[[]]]",
        "{}", #"{"omitted": true}"#, #"[{"ARN": 1}, "ARN", {"arn": "arn:aws:iam::1:role/r"}]"#,
    ]

    mutating func text(of value: JSONValue) -> String {
        if random.next() % oneIn == 0 { return Self.replacements.randomElement(using: &random) ?? "null" }
        switch value.kind {
        case .object:
            let members = value.members.flatMap { member -> [String] in
                let key = String(decoding: member.key.text, as: UTF8.self)
                switch random.next() % (oneIn * 2) {
                case 0: return []
                case 1: return ["\(key):\(text(of: member.value))", "\(key):\(text(of: member.value))"]
                default: return ["\(key):\(text(of: member.value))"]
                }
            }
            return "{" + members.joined(separator: ",") + "}"
        case .array: return "[" + value.elements.map { text(of: $0) }.joined(separator: ",") + "]"
        default: return String(decoding: value.text, as: UTF8.self)
        }
    }
}
