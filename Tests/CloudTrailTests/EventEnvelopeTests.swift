import CloudTrail
import Foundation
import JSONText
import Testing

struct EventEnvelopeTests {
    static func event(_ text: String) -> (String, EventEnvelope.Kind) {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        let kind = EventEnvelope.append(bytes.span, to: &output)
        return (String(decoding: output, as: UTF8.self), kind)
    }

    /// The head alone.
    static func head(
        _ text: String, with members: [EventEnvelope.HeadMember] = EventEnvelope.HeadMember.allCases
    ) -> (String, EventEnvelope.Kind) {
        var (outline, output) = (JSONOutline(), [] as [UInt8])
        let bytes = Array(text.utf8)
        outline.read(bytes.span)
        let kind = EventEnvelope.appendHead(of: bytes.span, outline, with: members, to: &output)
        return (String(decoding: output, as: UTF8.self), kind)
    }

    @Test(arguments: [#"{"eventName":"x","eventID":"1"}"#, #" {"eventSource" : "sts.amazonaws.com" } "#])
    func theHeadIsWhatStandsBeforeTheRecord(record: String) {
        let (head, kind) = Self.head(record)
        #expect((head + record + "}", kind) == Self.event(record))
    }

    @Test func aHeadMayHaveFewMembers() throws {
        let record = #"{"eventSource":"sts.amazonaws.com","awsRegion":"eu-west-1","eventID":"1"}"#
        #expect(Self.head(record, with: []) == (#"{"detail":"#, .record))
        #expect(
            Self.head(record, with: [.source, .region])
                == (#"{"source":"aws.sts","region":"eu-west-1","detail":"#, .record))
        // Each by itself is what it is among all.
        let whole = try JSONDocument(parsing: Self.event(record).0).root
        for member in EventEnvelope.HeadMember.allCases {
            let root = try JSONDocument(parsing: Self.head(record, with: [member]).0 + record + "}").root
            #expect(root.members.map(\.name) == [member.rawValue, "detail"])
            #expect(root[member.rawValue]?.compact == whole[member.rawValue]?.compact)
        }
    }

    @Test(arguments: [#"{"detail":{},"eventName":"x"}"#, #"{"eventName":"x""#, "[]"])
    func anEventAsItStandsHasNoHead(text: String) {
        #expect(Self.head(text) == ("", .event))
    }

    static func envelope(
        id: String = "", type: String = "AWS API Call via CloudTrail", source: String = "aws.cloudtrail",
        account: String = "", time: String = "", region: String = "", detail: String
    ) -> String {
        #"{"version":"0","id":"\#(id)","detail-type":"\#(type)","source":"\#(source)","account":"\#(account)","#
            + #""time":"\#(time)","region":"\#(region)","resources":[],"detail":\#(detail)}"#
    }

    @Test func putsARecordIntoItsEnvelope() {
        let record =
            #"{ "eventVersion" : "1.08", "userIdentity":{"accountId":"1","x":[{"eventID":"no"}]},"n":1.0,"#
            + #""eventTime":"2026-03-02T09:14:03Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","#
            + #""awsRegion":"eu-west-1","eventID":"a\"b","eventType":"AwsApiCall","recipientAccountId":"111122223333"}"#
        let expected = Self.envelope(
            id: #"a\"b"#, source: "aws.sts", account: "111122223333", time: "2026-03-02T09:14:03Z",
            region: "eu-west-1", detail: record)
        #expect(Self.event(record) == (expected, .record))
    }

    @Test(arguments: [
        ("AwsApiCall", "AWS API Call via CloudTrail"), ("AwsServiceEvent", "AWS Service Event via CloudTrail"),
        ("AwsConsoleSignIn", "AWS Console Sign In via CloudTrail"),
        ("AwsConsoleSignin", "AWS Console Sign In via CloudTrail"),
        ("AwsConsoleAction", "AWS Console Action via CloudTrail"),
        ("AwsCloudTrailInsight", "AWS Insight via CloudTrail"),
        ("AwsVpceEvent", "AWS Network Activity Event via CloudTrail"),
        ("AwsVpceEvents", "AWS Network Activity Event via CloudTrail"), ("Unheard", "AWS API Call via CloudTrail"),
    ])
    func namesTheDetailType(eventType: String, detailType: String) {
        let record = #"{"eventName":"x","eventType":"\#(eventType)"}"#
        #expect(Self.event(record).0 == Self.envelope(type: detailType, detail: record))
    }

    @Test(arguments: [
        (#"{"eventSource":"s3-outposts.amazonaws.com"}"#, envelope(source: "aws.s3-outposts", detail: "*")),
        (#"{"eventSource":"x.example.com"}"#, envelope(source: "aws.x.example.com", detail: "*")),
        (#"{"eventSource":".amazonaws.com"}"#, envelope(source: "aws..amazonaws.com", detail: "*")),
        (#"{"eventID":null,"eventTime":5,"eventSource":{},"recipientAccountId":[]}"#, envelope(detail: "*")),
        (#"{"userIdentity":{"type":"x","accountId":"7"}}"#, envelope(account: "7", detail: "*")),
        (#"{"userIdentity":{"accountId":null}}"#, envelope(detail: "*")),
        (#"{"userIdentity":5}"#, envelope(detail: "*")),
        (#"{"eventTime":"2026-03-02T09:14:03.123Z"}"#, envelope(time: "2026-03-02T09:14:03Z", detail: "*")),
        (#"{"eventTime":"20260302T091403Z"}"#, envelope(time: "20260302T091403Z", detail: "*")),
        // Of duplicate keys the last counts; a key is the same however it is spelt.
        (#"{"eventID":"1","eventID":"2"}"#, envelope(id: "2", detail: "*")),
        (#"{"event\u0049D":"1","eventName":"x"}"#, envelope(id: "1", detail: "*")),
        (#"{"eventVersion":"1.07","insightDetails":{}}"#, envelope(type: "AWS Insight via CloudTrail", detail: "*")),
    ])
    func copesWithWhatIsMissingOrOdd(record: String, expected: String) {
        let whole = expected.replacing("*", with: record)
        #expect(Self.event(record) == (whole, .record))
    }

    @Test(arguments: [
        "{}", #"{"a":1}"#, #"{"detail-type":"x","source":"y","detail":{"eventName":"z"}}"#,
        #"{"eventVersion":"2.1","eventSource":"aws:s3","s3":{}}"#, #"{"detail":{},"eventName":"x"}"#,
        #"{"x":tru,"#, #"{"eventName":"x","y":"#, #"{"eventName" "x"}"#, #"{eventName:1}"#, "[1]", "",
    ])
    func leavesOtherTextAsItIs(text: String) {
        #expect(Self.event(text) == (text, .event))
    }

    @Test func keepsWhatStandsBefore() {
        var output = Array("before ".utf8)
        EventEnvelope.append(Array("{}".utf8).span, to: &output)
        #expect(output == Array("before {}".utf8))
    }

    /// What the generator of the fixtures wrote as events is what the records of the fixtures become.
    @Test func agreesWithTheFixtures() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/inputs")
        func elements(_ name: String) throws -> [String] {
            Collector(reading: [UInt8](try Data(contentsOf: folder.appending(path: name).standardizedFileURL))).texts
        }
        let events = try elements("records.ndjson").map { try JSONDocument(parsing: Self.event($0).0).root.compact }
        #expect(try events == elements("events.ndjson").map { try JSONDocument(parsing: $0).root.compact })
    }
}
