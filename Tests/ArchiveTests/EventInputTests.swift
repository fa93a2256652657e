import Archive
import Foundation
import JSONText
import Testing

struct EventInputTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures")
        .standardizedFileURL.path

    /// What an input hands out, in words.
    static func lines(_ arguments: [String]) throws -> [String] {
        var lines: [String] = []
        try EventInput(arguments).read { item in
            switch item {
            case .event(let event):
                let name = event.document.root["detail"]?["eventName"]?.string ?? "-"
                lines.append("\(event.source):\(event.number) \(name)\(event.isRecord ? "" : " as it is")")
            case .malformed(let record): lines.append("malformed \(record)")
            case .failed(let file): lines.append("failed \(file)")
            case .skipped(let file): lines.append("skipped \(file.path): \(file.reason)")
            }
        }
        return lines.map { $0.replacing(fixtures + "/", with: "") }
    }

    static let record = #"{"eventVersion":"1.08","eventName":"One","eventSource":"sts.amazonaws.com"}"#
    static let event = #"{"detail-type":"t","source":"s","detail":{"eventName":"Two"}}"#

    @Test func readsArgumentsThatAreJSON() throws {
        #expect(try Self.lines([Self.record]) == ["argument 1:1 One"])
        #expect(
            try Self.lines([" \n[\(Self.record),\(Self.event)]", Self.event])
                == ["argument 1:1 One", "argument 1:2 Two as it is", "argument 2:1 Two as it is"])
        #expect(
            try Self.lines([#"{"a":tru}"#])
                == ["malformed argument 1: record 1: unknown word, expected true, false or null at byte 5"])
        #expect(try Self.lines(["[\(Self.record)"]).count == 2)
        #expect(try Self.lines([#"{"Records":[]}"#]) == [])
    }

    @Test func putsRecordsIntoTheirEnvelope() throws {
        var events: [InputEvent] = []
        try EventInput(["[\(Self.event), \(Self.record)]"]).read {
            if case .event(let event) = $0 { events.append(event) }
        }
        #expect(events.map(\.offset) == [1, Self.event.utf8.count + 3])
        #expect(events.map { $0.document.root["source"]?.string } == ["s", "aws.sts"])
        #expect(events.last?.document.root["detail"]?.text.elementsEqual(Self.record.utf8) == true)
    }

    @Test func readsTheInputsOfTheFixtures() throws {
        let lines = try Self.lines([Self.fixtures + "/inputs"])
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures + "/inputs").sorted()
        #expect(!names.isEmpty)
        for name in names {
            let count = lines.filter { $0.hasPrefix("inputs/\(name):") }.count
            #expect(count == (name == "record.json" ? 1 : 3), "\(name)")
        }
        #expect(!lines.contains { $0.hasPrefix("failed") || $0.hasPrefix("malformed") })
    }

    @Test func saysWhatCouldNotBeRead() throws {
        let lines = try Self.lines([
            Self.fixtures + "/damaged", "no/such/file", Self.fixtures + "/patterns/break-glass.json",
        ])
        let hours = lines.compactMap { $0.firstMatch(of: /T(0\d)05Z/)?.1 }
        func count(_ hour: String, _ prefix: String) -> Int {
            zip(hours, lines).filter { $0 == hour && $1.hasPrefix(prefix) }.count
        }
        #expect(["01", "02", "03", "04", "05", "06"].map { count($0, "damaged") } == [2, 3, 3, 2, 2, 0])
        #expect(["01", "02", "03", "04", "05", "06"].map { count($0, "failed") } == [1, 1, 1, 1, 0, 1])
        #expect(["01", "02", "03", "04", "05", "06"].map { count($0, "malformed") } == [0, 0, 0, 0, 1, 0])
        #expect(lines.contains("failed no/such/file: No such file or directory"))
    }

    @Test func passesOverFilesWithoutRecords() throws {
        let lines = try Self.lines([Self.fixtures + "/archive"])
        #expect(lines.filter { $0.hasPrefix("skipped") && $0.hasSuffix(": digest") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("skipped") && $0.hasSuffix(": insight") }.count == 1)
        #expect(try Self.lines([Self.fixtures + "/archive"]) == lines)
    }

    @Test func stopsWhenNobodyWantsMore() {
        struct Enough: Error {}
        var count = 0
        #expect(throws: Enough.self) {
            try EventInput([Self.fixtures + "/archive"]).read { _ in
                count += 1
                if count == 5 { throw Enough() }
            }
        }
        #expect(count == 5)
    }

    @Test func tellsJSONFromPaths() {
        #expect(
            EventInput.isJSON("{}") && EventInput.isJSON(" \n\t[") && !EventInput.isJSON("a{") && !EventInput.isJSON("")
        )
        #expect(EventInput(["-", "{}", "a", "b/"]).paths == ["a", "b/"])
    }

    /// An event nests one deeper than the record in it.
    @Test func reportsARecordThatIsTooDeepForAnEvent() throws {
        let depth = JSONScanner.depthLimit - 1
        let deep =
            #"{"eventName":"x","a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            + "}"
        let lines = try Self.lines([deep])
        #expect(lines == ["malformed argument 1: record 1: nested deeper than 1000 levels at byte 0"])
    }
}
