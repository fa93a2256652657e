import Diagnostics
import EventPatterns
import Testing

/// Each limit is reached, and what stands at it is still accepted.
struct PatternLimitTests {
    static func reason(_ text: String) -> PatternError.Reason? {
        do throws(PatternError) {
            _ = try EventPattern(parsing: text)
            return nil
        } catch {
            return error.reason
        }
    }

    static func pattern(characters: Int) -> String {
        "{\"a\": [\"\(String(repeating: "é", count: characters - 11))\"]}"
    }

    @Test func length() throws {
        #expect(try EventPattern(parsing: Self.pattern(characters: 2_048)).warnings.isEmpty)
        let warned = try EventPattern(parsing: Self.pattern(characters: 2_049))
        #expect(warned.warnings.map(\.reason) == [.longerThanDefaultQuota(characters: 2_049)])
        #expect(Self.reason(Self.pattern(characters: 4_096)) == nil)
        #expect(Self.reason(Self.pattern(characters: 4_097)) == .tooLong(characters: 4_097))
    }

    static func or(_ branches: Int, key: String) -> String {
        let list = (0..<branches).map { "{\"\(key)\":[\($0)]}" }.joined(separator: ",")
        return "\"$or\":[\(list)]"
    }

    @Test func alternatives() throws {
        let thousand = "{\(Self.or(10, key: "a")),\(Self.or(10, key: "b")),\(Self.or(10, key: "c"))}"
        #expect(try EventPattern(parsing: thousand).alternatives.count == 1_000)
        let more = "{\(Self.or(7, key: "a")),\(Self.or(11, key: "b")),\(Self.or(13, key: "c"))}"
        #expect(Self.reason(more) == .tooManyAlternatives)
        // Counted without being made: 2 to the power of 120 would never end.
        let many = "{\((0..<120).map { _ in Self.or(2, key: "a") }.joined(separator: ","))}"
        #expect(Self.reason(many) == .tooManyAlternatives)
    }

    /// Nested `$or` add up, they do not multiply: 1 + 2 alternatives here, not 4.
    @Test func nestedAlternativesAreCountedAsTheyExpand() throws {
        let pattern = #"{"$or":[{"a":[1]},{"$or":[{"b":[1]},{"c":[1]}]}]}"#
        #expect(try EventPattern(parsing: pattern).alternatives.count == 3)
    }

    @Test func fields() {
        func pattern(_ count: Int) -> String {
            "{\((0..<count).map { "\"\(String($0, radix: 36))\":[1]" }.joined(separator: ","))}"
        }
        #expect(Self.reason(pattern(256)) == nil)
        #expect(Self.reason(pattern(257)) == .tooManyFields(257))
    }

    @Test func depth() {
        func pattern(_ objects: Int) -> String {
            String(repeating: "{\"\":", count: objects) + "[1]" + String(repeating: "}", count: objects)
        }
        // Long before the depth the text itself becomes too long; cut off it does not.
        #expect(Self.reason(pattern(816)) == nil)
        let open = String(repeating: "{\"\":", count: 999)
        // The text ends there, which is the mistake.
        for next in ["[", "{"] {
            guard case .syntax = Self.reason(open + next) else {
                Issue.record("\(next): \(Self.reason(open + next).map { "\($0)" } ?? "taken")")
                continue
            }
        }
        #expect(Self.reason(open + "{\"\":{") == .tooDeep)
    }

    @Test func numbers() {
        #expect(Self.reason("{\"a\":[\(String(repeating: "1", count: 1_000))]}") == nil)
        #expect(
            Self.reason("{\"a\":[\(String(repeating: "1", count: 1_001))]}") == .numberTooLong(characters: 1_001))
    }

    @Test func replacedFieldsAreWarnedOf() throws {
        let pattern = try EventPattern(parsing: #"{"a":{"b":["x"]},"a.b":["y"],"$or":[{"c":[1]},{"a":{"b":["z"]}}]}"#)
        #expect(
            pattern.warnings.map(\.reason) == [
                .replacedField(path: Array("a.b".utf8)), .replacedField(path: Array("a.b".utf8)),
            ])
        #expect(
            pattern.warnings.map { String(decoding: pattern.source.bytes[$0.range], as: UTF8.self) } == [
                #"["x"]"#, #"["y"]"#,
            ])
    }
}
