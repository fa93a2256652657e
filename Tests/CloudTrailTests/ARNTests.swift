import CloudTrail
import Testing

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
}
