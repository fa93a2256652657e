import HTTPTypes
import Ingest
import Outbox
import Rules
import SQLiteStore
import Testing

@testable import HTTPServer

@Suite struct PutEventsTests {
    private static let entry = #"{"Source":"trial","DetailType":"t","Detail":"{}"}"#

    @Test func makesEventsAsEventBridgeDoes() async throws {
        let trial = try APITrial()
        let answer = try await trial.call(
            "PutEvents",
            #"""
            {"Entries": [{"Time": 1640995200.75, "Source": "trial", "DetailType": "d\u00e9j\u00e0 \"vu\"",
             "Detail": "{ \"a\": [1.0, \"\\n\"] }", "Resources": ["arn:aws:s3:::x", "y"], "EventBusName": "other",
             "TraceHeader": "Root=1"}]}
            """#)
        #expect(answer.status == 200)
        #expect(answer.answer.fields[.contentType] == "application/x-amz-json-1.1")
        let id = try #require(answer.body.firstMatch(of: #/"EventId":"([0-9a-f-]{36})"/#)?.1)
        #expect(answer.body == #"{"FailedEntryCount":0,"Entries":[{"EventId":"\#(id)"}]}"#)
        #expect(
            try await trial.accepted() == [
                #"{"version":"0","id":"\#(id)","detail-type":"déjà \"vu\"","source":"trial","account":"123456789012","#
                    + #""time":"2022-01-01T00:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::x","y"],"#
                    + #""detail":{"a":[1.0,"\n"]}}"#
            ])
    }

    @Test func takesTheTimeOfReceiptAndTheRegionOfTheSignature() async throws {
        let trial = try APITrial()
        for (region, expected) in [("eu-west-3", "eu-west-3"), ("No Region", "us-east-1"), ("", "us-east-1")] {
            let credential = "Credential=AKIA/20200101/\(region)/events/aws4_request"
            let answer = try await trial.call(
                "PutEvents", #"{"Entries":[\#(Self.entry)]}"#,
                fields: [.authorization: "AWS4-HMAC-SHA256 \(credential), SignedHeaders=host, Signature=0"])
            #expect(answer.status == 200)
            let event = try #require(try await trial.accepted().last)
            #expect(
                event.contains(#""time":"2026-03-02T09:14:07Z","region":"\#(expected)","resources":[],"detail":{}}"#))
        }
    }

    /// What one entry is refused for; the others are taken all the same.
    @Test(arguments: [
        (#"{}"#, "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."),
        (
            #"{"Source":"","DetailType":"t","Detail":"{}"}"#, "InvalidArgument",
            "Parameter Source is not valid. Reason: Source is a required argument."
        ),
        (
            #"{"Source":"trial","Detail":"{}"}"#, "InvalidArgument",
            "Parameter DetailType is not valid. Reason: DetailType is a required argument."
        ),
        (
            #"{"Source":"trial","DetailType":"t","Detail":null}"#, "InvalidArgument",
            "Parameter Detail is not valid. Reason: Detail is a required argument."
        ),
        (#"{"Source":"trial","DetailType":"t","Detail":"[]"}"#, "MalformedDetail", "Detail is malformed."),
        (#"{"Source":"trial","DetailType":"t","Detail":"\"x\""}"#, "MalformedDetail", "Detail is malformed."),
        (#"{"Source":"trial","DetailType":"t","Detail":"{\"a\":}"}"#, "MalformedDetail", "Detail is malformed."),
        (#"{"Source":"trial","DetailType":"t","Detail":"{} x"}"#, "MalformedDetail", "Detail is malformed."),
        (
            #"{"Source":"trial","DetailType":"t","Detail":"{}","Time":1e300}"#, "InvalidArgument",
            "Parameter Time is not valid."
        ),
        (
            #"{"Source":"trial","DetailType":"t","Detail":"{}","Time":253402300800}"#, "InvalidArgument",
            "Parameter Time is not valid."
        ),
    ])
    func refusesAnEntry(_ bad: String, _ code: String, _ message: String) async throws {
        let trial = try APITrial()
        let answer = try await trial.call("PutEvents", #"{"Entries":[\#(Self.entry),\#(bad),\#(Self.entry)]}"#)
        #expect(answer.status == 200)
        #expect(answer.body.hasPrefix(#"{"FailedEntryCount":1,"Entries":[{"EventId":"#))
        #expect(answer.body.contains(#"},{"ErrorCode":"\#(code)","ErrorMessage":"\#(message)"},{"EventId":"#))
        #expect(try await trial.accepted().count == 2)
        #expect(try await trial.received(.accepted) == 2)
        #expect(try await trial.received(.invalid) == 1)
    }

    /// A store that commits one event at a time takes the first of two: only the second is sent again.
    @Test(arguments: [
        (StoreError.Reason.full, "InternalFailure", "the event was not accepted: relay's disk is full"),
        (
            .overloaded, "ThrottlingException",
            "the event was not accepted: more is waiting to be written than may wait; send it again shortly"
        ),
    ])
    func saysWhichEntriesTheStoreDidNotTake(reason: StoreError.Reason, code: String, message: String) {
        let events = ["a", "b"].map {
            Result<PutEvents.Event, PutEventsEntry.EntryError>.success(.init(id: $0, text: []))
        }
        let reply = PutEvents.reply(
            for: events,
            [
                EventResult(eventID: "a", .accepted, deliveries: 1),
                EventResult(eventID: "b", failure: StoreError(reason, path: "/secret")),
            ])
        #expect(reply.status == .ok)
        #expect(
            String(decoding: reply.body, as: UTF8.self)
                == #"{"FailedEntryCount":1,"Entries":[{"EventId":"a"},{"ErrorCode":"\#(code)","ErrorMessage":"\#(message)"}]}"#
        )
    }

    /// What the whole request is refused for.
    @Test(arguments: [
        (
            "{}", "ValidationException",
            "1 validation error detected: Value null at 'entries' failed to satisfy constraint: Member must not be null"
        ),
        (
            "", "ValidationException",
            "1 validation error detected: Value null at 'entries' failed to satisfy constraint: Member must not be null"
        ),
        (
            #"{"Entries":[]}"#, "ValidationException",
            """
            1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length \
            greater than or equal to 1
            """
        ),
        (
            #"{"Entries":[\#(Array(repeating: entry, count: 11).joined(separator: ","))]}"#, "ValidationException",
            """
            1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less \
            than or equal to 10
            """
        ),
        (#"{"Entries":{}}"#, "SerializationException", "Entries must be a list"),
        (#"{"Entries":[1]}"#, "SerializationException", "an entry of Entries must be an object"),
        (#"{"Entries":[{"Source":1}]}"#, "SerializationException", "Source must be a string"),
        (#"{"Entries":[{"Resources":[1]}]}"#, "SerializationException", "Resources must hold strings"),
        (
            #"{"Entries":[{"Time":"noon"}]}"#, "SerializationException",
            "Time must be a number of seconds since 1970, or ISO 8601 in UTC"
        ),
        ("[]", "SerializationException", "the body must be a JSON object"),
    ])
    func refusesARequest(_ body: String, _ type: String, _ message: String) async throws {
        let trial = try APITrial()
        let answer = try await trial.call("PutEvents", body)
        #expect(answer.status == 400)
        #expect(answer.body == #"{"__type":"\#(type)","message":"\#(message)"}"#)
        #expect(answer.answer.fields.value(named: "x-amzn-ErrorType") == type)
        #expect(answer.answer.fields.value(named: "x-amzn-RequestId")?.utf8.count == 36)
        #expect(try await trial.accepted().isEmpty)
    }

    @Test func refusesTextsThatAreNotJSON() async throws {
        let trial = try APITrial()
        for body in ["{", #"{"Entries":[}"#, "x"] {
            let answer = try await trial.call("PutEvents", body)
            #expect(answer.status == 400)
            #expect(answer.body.hasPrefix(#"{"__type":"SerializationException","message":"the body is not JSON: "#))
        }
    }

    @Test func countsEachEntrysBytes() async throws {
        let trial = try APITrial()
        func answer(detailBytes: Int, time: String = "") async throws -> APIAnswer {
            // The source takes 5 bytes, the type 2, the resource 3, and 8 of the detail are not x.
            let detail = String(repeating: "x", count: detailBytes - 8)
            return try await trial.call(
                "PutEvents",
                #"{"Entries":[{"Source":"trial","DetailType":"é","Resources":["abc"],\#(time)"Detail":"{\"a\":\"\#(detail)\"}"}]}"#
            )
        }
        let most = 256 * 1_024 - 5 - 2 - 3 - 1
        #expect(try await answer(detailBytes: most).status == 200)
        #expect(try await answer(detailBytes: most - 14, time: #""Time":0,"#).status == 200)
        let refused = [
            try await answer(detailBytes: most + 1), try await answer(detailBytes: most, time: #""Time":0,"#),
        ]
        for refusal in refused {
            #expect(
                refusal.body
                    == #"{"__type":"ValidationException","message":"Total size of the entries in the request is over the limit."}"#
            )
        }
    }

    @Test func takesTenEntriesInOneStep() async throws {
        let trial = try APITrial()
        let commits = trial.store.commits
        let entries = Array(repeating: Self.entry, count: PutEvents.entriesLimit).joined(separator: ",")
        #expect(try await trial.call("PutEvents", #"{"Entries":[\#(entries)]}"#).status == 200)
        #expect(try await trial.accepted().count == 10)
        #expect(trial.store.commits == commits + 1)
    }

    @Test func saysThatItCannotTakeAnything() async throws {
        let trial = try APITrial()
        trial.store.close()
        let failed = try await trial.call("PutEvents", #"{"Entries":[\#(Self.entry)]}"#)
        #expect(failed.status == 503)
        #expect(failed.body.hasPrefix(#"{"__type":"ServiceUnavailable","message":"no event was accepted: "#))
        #expect(failed.answer.fields[.retryAfter] == "10")
        trial.server.drain()
        let drained = try await trial.call("PutEvents", #"{"Entries":[\#(Self.entry)]}"#)
        #expect(drained.status == 503)
        #expect(drained.body.hasPrefix(#"{"__type":"ServiceUnavailable","message":"relay is stopping"#))
        #expect(drained.answer.fields[.retryAfter] == "5")
        let test = try await trial.call("TestEventPattern", "{}")
        #expect(test.status == 400)
    }

    @Test func saysThatItIsTooMuch() {
        let overloaded = APIError(IngestError.store(StoreError(.overloaded, path: "/MARKER"))).reply
        #expect(overloaded.status == .tooManyRequests)
        #expect(overloaded.fields[.retryAfter] == "1")
        #expect(!String(decoding: overloaded.body, as: UTF8.self).contains("MARKER"))
        #expect(APIError(BodyError.busy).reply.status == .tooManyRequests)
        #expect(APIError(BodyError.busy).type == "ThrottlingException")
        #expect(APIError(BodyError.tooLong(limit: 1)).reply.status == .contentTooLarge)
        #expect(APIError(BodyError.cutShort).reply.status == .badRequest)
    }

    @Test func limitsTheValuesOfARequest() async throws {
        let trial = try APITrial()
        let zeros = Array(repeating: "0", count: 100_001).joined(separator: ",")
        let answer = try await trial.call("PutEvents", #"{"Entries":[\#(Self.entry)],"x":[\#(zeros)]}"#)
        #expect(answer.body.hasPrefix(#"{"__type":"SerializationException""#))
    }
}
