import Testing

@testable import EventPatterns

struct WildcardComplexityTests {
    private static func score(_ texts: [String], limit: Int = 100) throws -> Int {
        let groups = try texts.map { text in
            WildcardComplexity.Group(isNegated: false, wildcards: [try Wildcard(parsing: Array(text.utf8))])
        }
        return WildcardComplexity(Dictionary(groups.map { ($0, 1) }, uniquingKeysWith: +)).score(limit: limit)
    }

    /// Scores that event-ruler's MachineComplexityEvaluator gives, from its own tests and from runs of it.
    @Test(arguments: [
        (["abc"], 1), (["*ab"], 2), (["*aa"], 3), (["a*b"], 2), (["aa*"], 2), (["a*bc"], 2), (["a*bb"], 3),
        (["a*bcb"], 3), (["a*bbb"], 4), (["*ab*ad"], 4), (["*ab*d"], 3), (["*aba*"], 4), (["a*b*bb"], 5),
        (["a*b*cb"], 4), (["a*b*cd"], 3), (["a*b*b"], 4), (["a*bb*"], 4), (["ab*b*"], 3), (["*ab*b*b*"], 7),
        (["*a*a*a*a*a*a*a*a*"], 17),
        (["ab*c", "x*xx"], 3), (["*abc", "*abcde"], 4), (["a*bcd", "ab*cd"], 4),
        (["a*bc", "a*bcde"], 4), (["a*aaa", "aa*aa"], 7), (["a*bc", "abc*d"], 4), (["a*aaa", "aaa*a"], 6),
        (["a*aax", "aaa*x"], 5), (["a*bc", "abc*"], 4), (["a*aa", "aaa*"], 5),
        (["ab*cd", "ab*wx", "ab*yz"], 6),
        (["*breakglass*"], 3), (["arn:aws:sts::*:assumed-role/*BreakGlass*/*"], 6), (["*AWSReservedSSO_*_*"], 5),
        (["*:*:*:*:*"], 9), (["*:*:*:*:*:event-bus/*"], 11), (["/Users/*/dir/dir/dir/dir/dir/doc.txt"], 7),
    ])
    func agreesWithThePublishedScore(texts: [String], score: Int) throws {
        #expect(try Self.score(texts) == score)
    }

    /// Scores where the library's is lower by one; the recorded answers fit these only.
    @Test(arguments: [(["*"], 2), (["*", "ab*c"], 4), (["abc*", "abcde*"], 4), (["*a*", "*a*", "*a*"], 7)])
    func agreesWithTheRecordedAnswers(texts: [String], score: Int) throws {
        #expect(try Self.score(texts) == score)
    }

    /// What comes before a field decides which wildcards add up.
    @Test(arguments: [
        (#"{"a":["%"],"z":[{"wildcard":"%*"}]}"#, true), (#"{"a":["same"],"z":[{"wildcard":"%*"}]}"#, false),
        (#"{"z":[{"wildcard":"%*"}]}"#, false), (#"{"z":[{"wildcard":"same*"}],"y":["%"]}"#, true),
        (#"{"z":[{"wildcard":"*same*"}]}"#, false), (#"{"z":[{"wildcard":"same"}]}"#, true),
        (#"{"a":[{"exists":false}],"z":[{"wildcard":"%*"}]}"#, true),
        (#"{"a":[{"exists":false},"same"],"z":[{"wildcard":"%*"}]}"#, false),
        (#"{"a":[{"anything-but":["%"]}],"z":[{"wildcard":"*a*"}]}"#, true),
        (#"{"a":[1.0],"z":[{"anything-but":{"wildcard":"%*"}}]}"#, false),
    ])
    func branchesThatBeginAlikeAddUp(branch: String, isTaken: Bool) throws {
        let branches = (10...20).map { branch.replacing("%", with: "\($0)") }
        let text = #"{"$or":[\#(branches.joined(separator: ","))]}"#
        #expect(((try? EventPattern(parsing: text)) != nil) == isTaken)
        let fewer = #"{"$or":[\#(branches.prefix(2).joined(separator: ","))]}"#
        #expect(throws: Never.self) { try EventPattern(parsing: fewer) }
    }

    @Test func limitIsReached() throws {
        #expect(throws: Never.self) { try EventPattern(parsing: #"{"a": [{"wildcard": "*a*a*a*a*b*"}]}"#) }
        let error = #expect(throws: PatternError.self) {
            try EventPattern(parsing: #"{"a": [{"wildcard": "*a*a*a*a*a*"}]}"#)
        }
        #expect(error?.reason == .tooComplex)
    }

    /// A pattern of the greatest length cannot make scoring slow.
    @Test(.timeLimit(.minutes(10)))
    func longWildcardsAreScoredQuickly() throws {
        let halves = [String(repeating: "a", count: 2_000), String(repeating: "ab", count: 1_000)]
        #expect(try Self.score(halves.map { "\($0)*\($0)" }, limit: 10) > 10)
    }
}
