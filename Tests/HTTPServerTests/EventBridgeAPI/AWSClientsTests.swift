import ConfigDocument
import Foundation
import Outbox
import Rules
import SQLiteStore
import Testing
import TextFormats

@testable import HTTPServer

/// AWS's own clients, unchanged, against a server on a real socket. Skipped where they are not installed.
@Suite struct AWSClientsTests {
    @Test(.enabled(if: AWSClient.hasBoto3, "boto3 is not installed"))
    func boto3PutsEvents() async throws {
        let trial = try APITrial(.accessKey, now: Timestamp.systemNow)
        try await trial.run { port in
            let client = AWSClient(port: port)
            let answer = try await client.python(
                """
                answer = client.put_events(Entries=[
                    {'Source': 'trial', 'DetailType': 'd\u{e9}j\u{e0} vu', 'Detail': '{"a": 1}', 'Resources': ['x'],
                     'Time': datetime.datetime(2022, 1, 1, tzinfo=datetime.timezone.utc)},
                    {'DetailType': 't', 'Detail': '{}'},
                    {'Source': 'trial', 'DetailType': 't', 'Detail': 'x'},
                    {'Source': 'trial', 'DetailType': 't', 'Detail': '{}', 'Time': '2022-01-01'}])
                print(answer['FailedEntryCount'], [len(e.get('EventId', '')) or e['ErrorCode'] for e in answer['Entries']])
                print(len(answer['ResponseMetadata']['RequestId']), answer['ResponseMetadata']['RetryAttempts'])
                """)
            #expect(answer == "2 [36, 'InvalidArgument', 'MalformedDetail', 36]\n36 0\n")
        }
        let events = try await trial.accepted()
        #expect(events.count == 2)
        #expect(
            events.first?.hasSuffix(
                #""detail-type":"déjà vu","source":"trial","account":"123456789012","time":"2022-01-01T00:00:00Z","#
                    + #""region":"eu-central-1","resources":["x"],"detail":{"a":1}}"#) == true)
        #expect(events.last?.contains(#""time":"2022-01-01T00:00:00Z""#) == true)
        #expect(!trial.lines.text.contains("MARKER"))
    }

    @Test(.enabled(if: AWSClient.hasBoto3, "boto3 is not installed"))
    func boto3TestsPatternsAndIsRefused() async throws {
        let trial = try APITrial(.accessKey, now: Timestamp.systemNow)
        try await trial.run { port in
            let answer = try await AWSClient(port: port).python(
                """
                event = '{"id":"1","account":"1","source":"a","time":"2026-03-02T09:14:07Z","region":"r","resources":[],"detail-type":"t"}'
                def ask(operation, **request):
                    try:
                        print(getattr(client, operation)(**request)['Result'])
                    except ClientError as error:
                        print(error.response['Error']['Code'], error.response['Error']['Message'])
                ask('test_event_pattern', EventPattern='{"source": ["a"]}', Event=event)
                ask('test_event_pattern', EventPattern='{"source": ["b"]}', Event=event)
                ask('test_event_pattern', EventPattern='{"resources": []}', Event=event)
                ask('test_event_pattern', EventPattern='{"source": ["a"]}', Event='[]')
                ask('put_events', Entries=[{}] * 11)
                ask('put_events', Entries=[{'Source': 's', 'DetailType': 't', 'Detail': 'x' * 262144}])
                ask('list_rules')
                """)
            #expect(
                answer == """
                    True
                    False
                    InvalidEventPatternException Event pattern is not valid. Reason: Empty arrays are not allowed
                     at [Source: (String)"{"resources": []}"; line: 1, column: 17]
                    ValidationException Parameter Event is not valid.
                    ValidationException 1 validation error detected: Value at 'entries' failed to satisfy constraint: \
                    Member must have length less than or equal to 10
                    ValidationException Total size of the entries in the request is over the limit.
                    UnknownOperationException \(APIError.unknownOperation.message)

                    """)
            let wrong = try await AWSClient(port: port, secret: "wrong").python(
                """
                try:
                    client.put_events(Entries=[{'Source': 'trial', 'DetailType': 't', 'Detail': '{}'}])
                except ClientError as error:
                    print(error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
                """)
            #expect(wrong == "InvalidSignatureException 400\n")
        }
        #expect(try await trial.accepted().isEmpty)
    }

    @Test(.enabled(if: AWSClient.hasCommandLine, "the AWS CLI is not installed"))
    func commandLinePutsEventsAndTestsPatterns() async throws {
        let trial = try APITrial(.accessKey, now: Timestamp.systemNow)
        try await trial.run { port in
            let client = AWSClient(port: port)
            let put = try await client.aws(
                "put-events", "--entries", #"[{"Source":"trial","DetailType":"t","Detail":"{}"},{"Source":"trial"}]"#,
                "--query", "[FailedEntryCount,Entries[1].ErrorCode]")
            #expect(put.output.split(whereSeparator: \.isWhitespace).joined() == #"[1,"InvalidArgument"]"#)
            let event =
                #"{"id":"1","account":"1","source":"a","time":"2026-03-02T09:14:07Z","region":"r","detail-type":"t"}"#
            let match = try await client.aws(
                "test-event-pattern", "--event-pattern", #"{"source":["a"]}"#, "--event", event, "--query", "Result")
            #expect(match.output == "true\n")
            let refused = try await client.aws(
                "test-event-pattern", "--event-pattern", #"{"source":"a"}"#, "--event", event)
            #expect(
                refused.talk.contains("(InvalidEventPatternException) when calling the TestEventPattern operation: "))
            #expect(refused.talk.contains(#"Reason: "source" must be an object or an array"#))
            let wrong = try await AWSClient(port: port, secret: "wrong").aws(
                "put-events", "--entries", #"[{"Source":"trial","DetailType":"t","Detail":"{}"}]"#)
            #expect(wrong.talk.contains("(InvalidSignatureException) when calling the PutEvents operation: "))
        }
        #expect(try await trial.accepted().count == 1)
    }

    /// Made-up keys work where nothing is configured.
    @Test(.enabled(if: AWSClient.hasBoto3, "boto3 is not installed"))
    func boto3IsLetInWithMadeUpKeys() async throws {
        let trial = try APITrial(now: Timestamp.systemNow)
        try await trial.run { port in
            let answer = try await AWSClient(port: port, secret: "made up").python(
                """
                print(client.put_events(
                    Entries=[{'Source': 'trial', 'DetailType': 't', 'Detail': '{}'}])['FailedEntryCount'])
                """)
            #expect(answer == "0\n")
        }
        #expect(try await trial.accepted().count == 1)
    }
}
