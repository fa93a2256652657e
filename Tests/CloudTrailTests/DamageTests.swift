import CloudTrail
import JSONText
import SeededGenerators
import Testing

/// A malformed record costs that record alone.
struct DamageTests {
    static func record(_ number: Int) -> String {
        #"{"eventVersion":"1.08","user":{"type":"Root"},"policy":"{\"Effect\":\"Allow\"}","n":[1],"id":"\#(number)"}"#
    }

    static let whole = (0..<4).map(record)

    enum Layout: CaseIterable {
        case log, array, lines, prettyLog

        func text(_ records: [String]) -> String {
            switch self {
            case .log: #"{"Records":["# + records.joined(separator: ",") + "]}"
            case .array: "[" + records.joined(separator: ",\n ") + "]"
            case .lines: records.joined(separator: "\n") + "\n"
            case .prettyLog: "{\n  \"Records\": [\n    " + records.joined(separator: ",\n    ") + "\n  ]\n}\n"
            }
        }
    }

    static func isWhole(_ text: [UInt8]) -> Bool { (try? JSONScanner.validate(text.span)) != nil }

    static func withoutOuterCommas(_ text: [UInt8]) -> [UInt8] {
        let comma = UInt8(ascii: ",")
        return Array(text.drop { $0 == comma }.reversed().drop { $0 == comma }.reversed())
    }

    /// Every byte of one record dropped, and each byte that means something to JSON put before it or in its place.
    @Test(arguments: Layout.allCases, [0, 1, 3])
    func readsAllOtherRecords(layout: Layout, damagedIndex: Int) throws {
        let original = Array(Self.whole[damagedIndex].utf8)
        let others = Self.whole.indices.filter { $0 != damagedIndex }.map { Self.whole[$0] }
        var loose = LogReader()
        var strict = LogReader(checking: .strict)
        for place in original.indices {
            var variants = [Array(original[..<place] + original[(place + 1)...])]
            for byte in Array(#"{}[]",:\a"#.utf8) + [0] {
                variants.append(Array(original[..<place] + [byte] + original[place...]))
                variants.append(Array(original[..<place] + [byte] + original[(place + 1)...]))
            }
            // Commas too many between records cost nothing, and are not reported.
            for variant in variants where !Self.isWhole(Self.withoutOuterCommas(variant)) {
                var records = Self.whole
                records[damagedIndex] = String(decoding: variant, as: UTF8.self)
                let text = Array(layout.text(records).utf8)
                let collectors = [Collector(reading: text, with: &loose), Collector(reading: text, with: &strict)]
                for collector in collectors {
                    let missing = others.filter { !collector.texts.contains($0) }
                    #expect(missing.isEmpty, "\(records[damagedIndex]) \(collector.faults)")
                    guard missing.isEmpty else { return }
                }
                #expect(!collectors[1].faults.isEmpty, "unseen: \(records[damagedIndex])")
            }
        }
    }
}

extension DamageTests {
    /// Damage is found and reported in the same way however the text is cut.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func answersTheSameInChunksOfAnySize(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let texts = [
            Layout.log.text(Self.whole), Layout.lines.text(Self.whole), LogReaderTests.logsPayload(Self.whole),
            LogReaderTests.lookup(Self.whole), Layout.log.text(LogReaderTests.records) + LogReaderTests.event,
        ]
        for text in texts {
            for _ in 0..<30 {
                var bytes = Array(text.utf8)
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    let byte = Array("{}[]\",:\\a0".utf8).randomElement(using: &random) ?? 0
                    if Bool.random(using: &random) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
                }
                let whole = Collector(reading: bytes)
                for chunkBytes in [1, 7, 64, 100] {
                    #expect(
                        Collector(reading: bytes, chunkBytes: chunkBytes) == whole,
                        "\(String(decoding: bytes, as: UTF8.self))")
                }
            }
        }
    }

    @Test func reportsWhatIsNoObject() {
        for chunkBytes in [1, 2, 1 << 20] {
            let text = #"{"Records":[null,7,"x}",[],true , 1.5e3,[[]],\#(Self.whole[0])]}"#
            let collector = Collector(reading: text, chunkBytes: chunkBytes)
            #expect(collector.texts == [Self.whole[0]])
            #expect(collector.faults.map(\.reason) == Array(repeating: .notAnObject, count: 7))
            #expect(collector.faults.map(\.offset) == [12, 17, 19, 24, 27, 34, 40])
            #expect(collector.faults.map(\.index) == Array(0..<7))
            #expect(collector.found.map(\.index) == [7])
        }
        #expect(Collector(reading: "null").faults.map(\.reason) == [.notAnObject])
        #expect(Collector(reading: "hello, world\n\(Self.whole[0])\n").texts == [Self.whole[0]])
        #expect(Collector(reading: "hello, world").faults.map(\.reason) == [.json(.unknownWord)])
        #expect(
            Collector(reading: #"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1"}]}"#).faults.map(\.reason) == [
                .nothingWrapped(key: "message")
            ])
        #expect(
            Collector(reading: LogReaderTests.logsPayload(["CWL", "[]"])).faults.map(\.reason) == [
                .json(.unknownWord), .notAnObject,
            ])
    }

    @Test func reportsTextsThatEndEarly() {
        let text = Layout.log.text(Self.whole)
        for count in 1..<text.utf8.count {
            let collector = Collector(reading: Array(text.utf8.prefix(count)))
            #expect(collector.faults.count == 1, "at \(count)")
            #expect(Self.whole.starts(with: collector.texts))
        }
        let lines = Self.whole[0] + "\n" + Self.whole[1].dropLast()
        #expect(Collector(reading: lines).texts == [Self.whole[0]])
        #expect(Collector(reading: lines).faults.map(\.reason) == [.json(.unexpectedEnd(inside: .object))])
        #expect(Collector(reading: Self.whole[0] + "\n{\"eve").faults.map(\.offset) == [Self.whole[0].utf8.count + 6])
    }

    @Test func passesOverARecordThatIsTooLong() {
        func record(bytes: Int) -> [UInt8] {
            let (head, tail) = (#"{"eventVersion":"1.08","errorMessage":""#, #""}"#)
            return Array(head.utf8) + Array(repeating: 0x41, count: bytes - head.utf8.count - tail.utf8.count)
                + Array(tail.utf8)
        }
        let small = Array(Self.whole[0].utf8)
        let comma = [UInt8(ascii: ",")]
        for (bytes, isRead) in [
            (1_500_000, true), (LogReader.recordBytesLimit, true), (3 * LogReader.recordBytesLimit, false),
        ] {
            let text =
                Array(#"{"Records":["#.utf8) + small + comma + record(bytes: bytes) + comma + small + Array("]}".utf8)
            for chunkBytes in [100_000, 1 << 25] {
                let collector = Collector(reading: text, chunkBytes: chunkBytes)
                #expect(
                    collector.found.map(\.text.utf8.count)
                        == (isRead ? [small.count, bytes, small.count] : [small.count, small.count]))
                #expect(collector.faults.map(\.reason) == (isRead ? [] : [.tooLong(limit: LogReader.recordBytesLimit)]))
            }
        }
    }

    /// In an element longer than usual a missing quotation mark is found long before the limit.
    @Test func findsDamageInALongText() {
        var records = (0..<2_000).map(Self.record)
        records[1_000] = records[1_000].replacing(#""id":"#, with: #""id:"#)
        let text = Layout.log.text(records)
        for chunkBytes in [1_000, 1 << 20] {
            let collector = Collector(reading: text, chunkBytes: chunkBytes)
            #expect(collector.found.count == 1_999)
            #expect(collector.faults.count == 1)
        }
    }

    /// A second missing quotation mark rights what the first has turned inside out, and hides it from the brackets.
    @Test(arguments: Layout.allCases, [2, 3, 5])
    func twoMistakesHideNothing(layout: Layout, distance: Int) {
        var records = (0..<40).map(Self.record)
        for index in stride(from: 0, to: records.count, by: distance) {
            records[index] = records[index].replacing(#""type":"#, with: #""type:"#)
        }
        let good = records.indices.filter { !$0.isMultiple(of: distance) }.map { records[$0] }
        for chunkBytes in [1, 1 << 20] {
            let collector = Collector(reading: layout.text(records), chunkBytes: chunkBytes)
            #expect(collector.texts == good)
            #expect(collector.faults.count == records.count - good.count)
        }
    }

    /// Without the strict check only brackets and strings are looked at.
    @Test func looksCloserWhenAskedTo() {
        let odd = #"{"eventVersion":"1.08",,"x":nul}"#
        let text = Layout.log.text([Self.whole[0], odd, Self.whole[1]])
        #expect(Collector(reading: text).texts == [Self.whole[0], odd, Self.whole[1]])
        let strict = Collector(reading: text, checking: .strict)
        #expect(strict.texts == [Self.whole[0], Self.whole[1]])
        #expect(strict.faults.count == 1)
        // What begins otherwise than its neighbours is looked at closely in any case.
        let stranger = #"{"x":nul}"#
        #expect(Collector(reading: Layout.log.text([Self.whole[0], stranger])).texts == [Self.whole[0]])
    }
}
