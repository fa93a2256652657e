import CloudTrail
import Foundation
import Gzip
import JSONText
import Testing

struct LogReaderTests {
    static let records = [
        #"{"eventVersion":"1.08","userIdentity":{"type":"Root","arn":"a{b"},"eventName":"One","list":[1,[2,{"x":"]"}]]}"#,
        #"{"eventVersion":"1.08","eventName":"Two","quoted":"she said \"}]\\","empty":{},"none":null}"#,
        #"{"eventVersion":"1.09","eventName":"Thr\u0065e"}"#,
    ]
    static let log = #"{"Records":["# + records.joined(separator: ",") + "]}"
    static let event =
        #"{"version":"0","id":"x","detail-type":"t","source":"s","detail":{"eventVersion":"1.08","eventName":"Four"}}"#

    static func logsPayload(_ records: [String], type: String = "DATA_MESSAGE") -> String {
        let events = records.enumerated().map { #"{"id":"\#($0)","timestamp":1,"message":\#(JSONString.quoted($1))}"# }
        return #"{"messageType":"\#(type)","owner":"1","logGroup":"g","logEvents":[\#(events.joined(separator: ","))]}"#
    }

    static func lookup(_ records: [String]) -> String {
        let events = records.map {
            #"{"EventId":"1","Resources":[{"a":1}],"CloudTrailEvent":\#(JSONString.quoted($0))}"#
        }
        return #"{"Events": [\#(events.joined(separator: ", "))], "NextToken": "x"}"#
    }

    /// Text, and what is in it.
    static let shapes: [(String, [String])] = [
        ("", []), (" \n\t", []), ("{}", ["{}"]), (#"{"a":1}"#, [#"{"a":1}"#]),
        (log, records), ("\u{FEFF}" + log, records), (" \n" + log + "\n\n", records), (log + log, records + records),
        (#"{"note":{"Records":[1,2]},"more":[[{}]],"# + log.dropFirst(), records),
        (log.dropLast() + #","after":[{"Records":[{}]}]}"#, records),
        (#"{"Records":[],"Records":["# + records[0] + "]}", [records[0]]),
        (#"{"R\u0065cords":["# + records[0] + "]}", [records[0]]),
        (#"{"Records":[]}"#, []), (#"{ "Records" : [ ] }"#, []),
        ("{\n  \"Records\": [\n    " + records.joined(separator: ",\n    ") + "\n  ]\n}\n", records),
        (records[0], [records[0]]), (records.joined(separator: "\n"), records),
        (records.joined(), records), (records.joined(separator: "\r\n") + "\r\n", records),
        ("[" + records.joined(separator: ",") + "]", records),
        ("[ \n" + records.joined(separator: " , \n") + " ]\n", records),
        ("[]", []), ("[]\n[" + records[0] + "]", [records[0]]),
        (event, [event]), ("[\(event),\(event)]", [event, event]),
        (event + "\n" + records[0] + "\n" + event, [event, records[0], event]),
        (log + "\n" + records[0] + "\n" + log, records + [records[0]] + records),
        ("[\(log),\(records[1]),\(log),\(event)]", records + [records[1]] + records + [event]),
        (records[1] + "\n" + log + "\n" + records[1] + records[2], [records[1]] + records + [records[1], records[2]]),
        (logsPayload(records), records), (logsPayload(records, type: "CONTROL_MESSAGE"), []),
        (lookup(records), records), (#"{"Events":[]}"#, []), (#"{"Events":[],"NextToken":null}"#, []),
        (#"{"Events":[{"x":1}]}"#, [#"{"Events":[{"x":1}]}"#]),
        (lookup([records[0]]) + "\n" + logsPayload([records[1]]) + log, [records[0], records[1]] + records),
    ]

    @Test(arguments: shapes)
    func readsEveryShape(text: String, elements: [String]) {
        for chunkBytes in [1, 2, 3, 5, 17, 64, 1 << 20] {
            let collector = Collector(reading: text, chunkBytes: chunkBytes)
            #expect(collector.texts == elements, "in chunks of \(chunkBytes)")
            #expect(collector.faults == [])
            #expect(collector.skipped == [])
            #expect(collector.found.map(\.index) == Array(elements.indices))
        }
        #expect(Collector(reading: text, checking: .strict) == Collector(reading: text))
    }

    @Test func saysWhereElementsStand() {
        for found in Collector(reading: Self.log).found {
            #expect(Self.log.dropFirst(found.offset).hasPrefix(found.text))
        }
        let lines = Self.records.joined(separator: "\n")
        for found in Collector(reading: lines).found { #expect(lines.dropFirst(found.offset).hasPrefix(found.text)) }
        // What was a string stands where its wrapper stands.
        let payload = Self.logsPayload(Self.records)
        for found in Collector(reading: payload).found {
            #expect(payload.dropFirst(found.offset).hasPrefix(#"{"id":"#))
        }
    }

    /// A literal may be spelt with escapes, and no element that holds one may be taken for free of them.
    @Test(arguments: [1, 64, 1 << 20])
    func noticesRespeltElements(chunkBytes: Int) {
        let respelt = Collector(reading: Self.log, chunkBytes: chunkBytes).found.filter(\.isRespelt)
        #expect(respelt.contains { $0.text == Self.records[2] })
        let lines = Self.records.joined(separator: "\n")
        #expect(Collector(reading: lines, chunkBytes: chunkBytes).found.contains { $0.isRespelt && $0.index == 2 })
    }

    @Test func passesOverDigestsAndInsights() {
        let digest = #"{"awsAccountId":"1","digestS3Object":"k","logFiles":[{"s3Bucket":"b"}]}"#
        let reordered = #"{"logFiles":[{"s3Bucket":"b"}],"digestS3Object":"k","awsAccountId":"1"}"#
        let insight = #"{"eventVersion":"1.07","eventType":"AwsCloudTrailInsight","insightDetails":{"state":"Start"}}"#
        for chunkBytes in [1, 7, 1 << 20] {
            for text in [digest, reordered] {
                let collector = Collector(reading: text, chunkBytes: chunkBytes)
                #expect(collector.skipped == [.digest])
                #expect(collector.found == [])
            }
            let collector = Collector(reading: #"{"Records":[\#(insight),\#(insight)]}"#, chunkBytes: chunkBytes)
            #expect(collector.skipped == [.insight])
            #expect(collector.found == [])
            #expect(collector.faults == [])
        }
        // By itself it is an event like any other.
        #expect(Collector(reading: insight).texts == [insight])
    }

    @Test func unpacksWhatLambdaReceives() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/inputs")
        let text = [UInt8](try Data(contentsOf: folder.appending(path: "logs-subscription.json").standardizedFileURL))
        let same = [UInt8](try Data(contentsOf: folder.appending(path: "records.ndjson").standardizedFileURL))
        for chunkBytes in [1, 1 << 20] {
            let collector = Collector(reading: text, chunkBytes: chunkBytes)
            #expect(collector.texts == Collector(reading: same).texts)
            #expect(collector.texts.count == 3)
            #expect(collector.faults == [])
        }
        #expect(Collector(reading: #"{"awslogs":{"data":"?"}}"#).faults.map(\.reason) == [.badBase64])
        #expect(
            Collector(reading: #"{"awslogs":{"data":5}}"#).faults.map(\.reason) == [.nothingWrapped(key: "awslogs")])
        let cut = Collector(reading: #"{"awslogs":{"data":"H4sI"}}"#)
        #expect(cut.faults.map(\.reason) == [.badGzip("the gzip data is cut short at byte 3")])
    }

    /// The same three records, however they are wrapped.
    @Test(arguments: ["lookup-events.json", "records.json", "log-file.json", "records.ndjson"])
    func readsTheFixtures(name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/inputs")
        let text = [UInt8](try Data(contentsOf: folder.appending(path: name).standardizedFileURL))
        let same = [UInt8](try Data(contentsOf: folder.appending(path: "records.ndjson").standardizedFileURL))
        let compact = try Collector(reading: text).texts.map { try JSONDocument(parsing: $0).root.compact }
        #expect(compact == Collector(reading: same).texts)
        #expect(compact.count == 3)
    }

    /// The published real records: all of them, as many as their list says, each JSON and each in an envelope.
    @Test(.enabled(if: Fixtures.corpusIsPresent, Fixtures.corpusAbsence))
    func readsTheCorpus() throws {
        struct Manifest: Decodable {
            struct Totals: Decodable { var files, records, bytes: Int }
            var totals: Totals
        }
        let manifest = Fixtures.corpus.appending(path: "manifest.json")
        let totals = try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: manifest)).totals
        var (files, records, bytes) = (0, 0, 0)
        let names = FileManager.default.enumerator(atPath: Fixtures.corpus.path)?.compactMap { $0 as? String } ?? []
        for name in names.sorted() where name.hasSuffix(".json.gz") {
            let text = try Self.inflate([UInt8](Data(contentsOf: Fixtures.corpus.appending(path: name))))
            let collector = Collector(reading: text)
            #expect(collector.faults == [] && collector.skipped == [], "\(name)")
            (files, records, bytes) = (files + 1, records + collector.found.count, bytes + text.count)
            for record in collector.texts {
                let (event, kind) = EventEnvelopeTests.event(record)
                #expect(kind == .record && event.hasSuffix(record + "}"), "\(name)")
            }
        }
        #expect((files, records, bytes) == (totals.files, totals.records, totals.bytes))
    }

    @Test(.enabled(if: Fixtures.corpusIsPresent, Fixtures.corpusAbsence))
    func leavesTheEventsOfTheCorpusAsTheyAre() throws {
        let folder = Fixtures.corpus.appending(path: "eventbridge")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let collector = Collector(reading: [UInt8](try Data(contentsOf: folder.appending(path: name))))
            #expect(collector.faults == [] && collector.found.count == 1, "\(name)")
            for text in collector.texts { #expect(EventEnvelopeTests.event(text).1 == .event, "\(name)") }
        }
    }

    private static func inflate(_ data: [UInt8]) throws -> [UInt8] {
        var inflater = try Inflater(contentBytesLimit: 1 << 30)
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        repeat {
            var output = buffer.mutableSpan
            let step = try inflater.inflate(data.span.extracting(inflater.offset...), into: &output)
            content += buffer[..<step.produced]
        } while inflater.hasMore
        try inflater.finish()
        return content
    }
}
