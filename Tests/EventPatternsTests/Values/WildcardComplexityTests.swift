import Testing

@testable import EventPatterns

struct WildcardComplexityTests {
    /// Scores that event-ruler's MachineComplexityEvaluator gives, from its own tests and from runs of it.
    @Test(arguments: [
        (["*"], 1), (["abc"], 1), (["*ab"], 2), (["*aa"], 3), (["a*b"], 2), (["aa*"], 2), (["a*bc"], 2), (["a*bb"], 3),
        (["a*bcb"], 3), (["a*bbb"], 4), (["*ab*ad"], 4), (["*ab*d"], 3), (["*aba*"], 4), (["a*b*bb"], 5),
        (["a*b*cb"], 4), (["a*b*cd"], 3), (["a*b*b"], 4), (["a*bb*"], 4), (["ab*b*"], 3), (["*ab*b*b*"], 7),
        (["*a*a*a*a*a*a*a*a*"], 17),
        (["*", "ab*c"], 3), (["ab*c", "x*xx"], 3), (["*abc", "*abcde"], 4), (["a*bcd", "ab*cd"], 4),
        (["a*bc", "a*bcde"], 4), (["a*aaa", "aa*aa"], 7), (["a*bc", "abc*d"], 4), (["a*aaa", "aaa*a"], 6),
        (["a*aax", "aaa*x"], 5), (["a*bc", "abc*"], 4), (["a*aa", "aaa*"], 5), (["abc*", "abcde*"], 3),
        (["ab*cd", "ab*wx", "ab*yz"], 6),
        (["*breakglass*"], 3), (["arn:aws:sts::*:assumed-role/*BreakGlass*/*"], 6), (["*AWSReservedSSO_*_*"], 5),
        (["*:*:*:*:*"], 9), (["*:*:*:*:*:event-bus/*"], 11), (["/Users/*/dir/dir/dir/dir/dir/doc.txt"], 7),
    ])
    func agreesWithThePublishedScore(texts: [String], score: Int) throws {
        let wildcards = try texts.map { try Wildcard(parsing: Array($0.utf8)) }
        #expect(WildcardComplexity(wildcards).score(limit: 100) == score)
    }

    @Test func limitIsReached() throws {
        #expect(throws: Never.self) { try EventPattern(parsing: #"{"a": [{"wildcard": "*a*a*a*a*b*"}]}"#) }
        let error = #expect(throws: PatternError.self) {
            try EventPattern(parsing: #"{"a": [{"wildcard": "*a*a*a*a*a*"}]}"#)
        }
        #expect(error?.reason == .tooComplex)
    }

    /// A pattern of the greatest length cannot make scoring slow.
    @Test(.timeLimit(.minutes(1)))
    func longWildcardsAreScoredQuickly() throws {
        let halves = [String(repeating: "a", count: 2_000), String(repeating: "ab", count: 1_000)]
        let wildcards = try halves.map { try Wildcard(parsing: Array("\($0)*\($0)".utf8)) }
        #expect(WildcardComplexity(wildcards).score(limit: 10) > 10)
    }
}
