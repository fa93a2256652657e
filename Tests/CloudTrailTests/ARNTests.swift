import SeededGenerators
import Testing

@testable import CloudTrail

struct ARNTests {
    @Test func keepsItsParts() throws {
        let arn = try ARN(parsing: "arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:/aws/lambda:*")
        #expect(arn.partition == "aws-us-gov")
        #expect(arn.service == "logs")
        #expect(arn.region == "us-gov-west-1")
        #expect(arn.account == "111122223333")
        #expect(arn.resource == "log-group:/aws/lambda:*")
    }

    @Test(arguments: [
        "arn:aws:iam::111122223333:role/emergency/BreakGlassAdmin", "arn:aws:s3:::example", "arn:a:b:c:d: ",
        "arn:aws:sts::1:assumed-role/r/\u{301}x", "arn:aws:x:::\r\n",
    ])
    func isWrittenAsItWasRead(text: String) throws {
        #expect(try ARN(parsing: text).description.utf8.elementsEqual(text.utf8))
    }

    @Test(arguments: [
        ("", ARNError.Reason.missingPrefix, 0), ("ARN:aws:iam::1:root", .missingPrefix, 0),
        ("role/BreakGlassAdmin", .missingPrefix, 0), ("arn", .missingPart, 3), ("arn:aws:iam::1", .missingPart, 14),
        ("arn::iam::1:root", .emptyPart, 4), ("arn:aws:::1:root", .emptyPart, 8), ("arn:aws:iam::1:", .emptyPart, 15),
        ("arn:äws:iam::1:", .emptyPart, 16),
    ])
    func refuses(text: String, reason: ARNError.Reason, offset: Int) {
        let error = #expect(throws: ARNError.self) { try ARN(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    /// Swift takes a letter and its decomposed form for the same; AWS does not.
    @Test func isComparedByteByByte() throws {
        let composed = try ARN(parsing: "arn:aws:iam::1:role/caf\u{E9}")
        let decomposed = try ARN(parsing: "arn:aws:iam::1:role/cafe\u{301}")
        #expect(composed != decomposed)
        #expect(try composed == ARN(parsing: composed.description))
    }

    /// A prefix of an ARN is refused until its resource has begun, at the byte where it ends or a part is empty.
    @Test func isCutAtEveryByte() {
        let whole = "arn:aws:iam::111122223333:role/r"
        for count in 0...whole.utf8.count {
            let text = String(whole.prefix(count))
            let result = Result { () throws(ARNError) in try ARN(parsing: text) }
            #expect(result == Self.plainReading(of: text), "\(text)")
            let isWhole = (try? result.get()) != nil
            #expect(isWhole == (count > "arn:aws:iam::111122223333:".utf8.count))
        }
    }

    /// Random texts are read as splitting them at every colon does it.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func randomTextsAreReadAlike(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let parts = ["arn", "aws", "", "iam", ":", "::", "é", "\u{301}", "111122223333", "role/r", "\r\n"]
        for _ in 0..<100 {
            var text = random.chance(0.5) ? "arn:" : ""
            for _ in 0..<random.below(12) {
                text += parts[random.below(parts.count)] + (random.chance(0.6) ? ":" : "")
            }
            #expect(Result { () throws(ARNError) in try ARN(parsing: text) } == Self.plainReading(of: text), "\(text)")
        }
    }

    private static func plainReading(of text: String) -> Result<ARN, ARNError> {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts[0].elementsEqual("arn".utf8) else { return .failure(ARNError(reason: .missingPrefix, offset: 0)) }
        guard parts.count == 6 else { return .failure(ARNError(reason: .missingPart, offset: bytes.count)) }
        for index in [1, 2, 5] where parts[index].isEmpty {
            return .failure(ARNError(reason: .emptyPart, offset: parts[index].startIndex))
        }
        return Result { () throws(ARNError) in
            try ARN(parsing: parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ":"))
        }
    }
}
