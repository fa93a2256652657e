import JSONText
import SeededGenerators
import Testing

struct ElementCutterTests {
    /// The pieces of a text that arrives in chunks of a given size, and what ended it.
    static func cut(_ text: String, chunkSize: Int) -> (pieces: [String], stop: ElementCutter.Stop) {
        let bytes = Array(text.utf8)
        var cutter = ElementCutter()
        var pieces: [ElementCutter.Piece] = []
        var stop = ElementCutter.Stop.endOfChunk
        var start = 0
        while start < bytes.count, stop == .endOfChunk {
            let end = min(start + chunkSize, bytes.count)
            stop = cutter.scan(Array(bytes[start..<end]).span, into: &pieces)
            start = end
        }
        let texts = pieces.map { piece in
            (piece.kind == .stray ? "stray " : piece.isRespelt ? "respelt " : "")
                + String(decoding: bytes[piece.range], as: UTF8.self)
        }
        return (texts, stop)
    }

    @Test(arguments: [
        (#"{"a":1},{"b":"}{]["},[3]"#, [#"{"a":1}"#, #"{"b":"}{]["}"#, "[3]"], nil),
        (#" {"a":{"b":[{}]}} , {"c":2} ] ,{"d":3}"#, [#"{"a":{"b":[{}]}}"#, #"{"c":2}"#], 28),
        ("{\"a\":1}\n{\"b\":2}\r\n", [#"{"a":1}"#, #"{"b":2}"#], nil),
        (#"]"#, [], 0),
        (#""#, [], nil),
        (#"{"a":"\"}\\"},{"b":1}"#, [#"{"a":"\"}\\"}"#, #"{"b":1}"#], nil),
        (#"{"a":"\u0041"}"#, [#"respelt {"a":"\u0041"}"#], nil),
        (#"{"a":"x\/y"}"#, [#"respelt {"a":"x\/y"}"#], nil),
        (#"{"a":1},7,{"b":2}"#, [#"{"a":1}"#, "stray 7", #"{"b":2}"#], nil),
        (#"{"a":1} x"#, [#"{"a":1}"#, "stray x"], nil),
        (#"{"a":"#, [], nil),
    ])
    func cutsAtEveryChunkSize(text: String, expected: [String], closing: Int?) {
        for size in [text.utf8.count + 1, 64, 7, 5, 3, 2] {
            let (pieces, stop) = Self.cut(text, chunkSize: size)
            #expect(
                pieces.filter { !$0.hasPrefix("stray") } == expected.filter { !$0.hasPrefix("stray") }, "size \(size)")
            #expect(pieces.contains { $0.hasPrefix("stray") } == expected.contains { $0.hasPrefix("stray") })
            #expect(stop == closing.map { .closingBracket(at: $0) } ?? .endOfChunk, "size \(size)")
        }
    }

    /// Two missing quotation marks make brackets balance again, and two elements one.
    @Test(arguments: [
        (#"{"a":"b"},{"c":"d"}"#, [false, false]), (#"{"a":"b},{"c":"d"}"#, [true]), (#"{"a":"b},{"c":d"}"#, [true]),
        (#"{"a" : "b", "c":["d", {"":""}]},{"x":1}"#, [false, false]), (#"{"a":b"},{"c":"d"}"#, [true]),
        (#"{"n":1},{"a":b""},{"c":"d"}"#, [false, true, false]), (#"{"n":1}x"y",{"c":"d"}"#, [false, false]),
    ])
    func noticesMisplacedQuotationMarks(text: String, expected: [Bool]) {
        let bytes = Array(text.utf8)
        for padding in 0..<66 {
            let padded = Array(repeating: UInt8(ascii: " "), count: padding) + bytes
            for chunkSize in [1, 7, 64, 200] {
                var cutter = ElementCutter()
                var pieces: [ElementCutter.Piece] = []
                var start = 0
                while start < padded.count {
                    let end = min(start + chunkSize, padded.count)
                    _ = cutter.scan(padded.span.extracting(start..<end), into: &pieces)
                    start = end
                }
                let found = pieces.filter { $0.kind == .element }.map(\.isMisquoted)
                #expect(found + (cutter.openElement == nil ? [] : [cutter.isMisquoted]) == expected)
            }
        }
    }

    /// Elements of random shape come out whole, whatever the chunk size, and an unfinished one is remembered.
    @Test(arguments: 1..<130)
    func cutsLongSequences(chunkSize: Int) {
        var random = SeededRandom(seed: 7)
        var elements: [String] = []
        for index in 0..<60 {
            let filler = String(
                repeating: ["x", "\\\"", "{", "]", " ", "é"].randomElement(using: &random) ?? "",
                count: Int.random(in: 0..<90, using: &random))
            elements.append("{\"n\":\(index),\"s\":\"\(filler)\",\"o\":{\"l\":[{},[]]}}")
        }
        let (pieces, stop) = Self.cut(elements.joined(separator: ",") + "]", chunkSize: chunkSize)
        #expect(pieces == elements)
        #expect(stop == .closingBracket(at: elements.joined(separator: ",").utf8.count))
    }

    @Test func remembersTheOpenElement() {
        var cutter = ElementCutter(startingAt: 100)
        var pieces: [ElementCutter.Piece] = []
        _ = cutter.scan(Array(#"{"a":1}, {"b":"#.utf8).span, into: &pieces)
        #expect(cutter.openElement == 109)
        #expect(cutter.offset == 114)
        cutter.restart(at: 120)
        #expect(cutter.openElement == nil)
        _ = cutter.scan(Array(#"{"c":3}"#.utf8).span, into: &pieces)
        #expect(pieces.map(\.range) == [100..<107, 120..<127])
    }
}
