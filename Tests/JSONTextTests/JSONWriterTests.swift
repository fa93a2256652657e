import JSONText
import Testing

struct JSONWriterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let expected: String
        var spacing = JSONWriter.Spacing.none
        let write: @Sendable (inout JSONWriter) -> Void

        var testDescription: String { expected }
    }

    @Test(arguments: [
        Case(expected: "{}") { $0.object { _ in } },
        Case(expected: "[]") { $0.array { _ in } },
        Case(expected: "null") { $0.null() },
        Case(expected: "[true,false,null,-1,18446744073709551615]") { json in
            json.array { json in
                json.bool(true)
                json.bool(false)
                json.null()
                json.number(-1)
                json.number(UInt64.max)
            }
        },
        Case(expected: #"["","\"\\\n\u0001é/","a"]"#) { json in
            json.array { json in
                json.string("")
                json.string("\"\\\n\u{1}é/")
                json.string(utf8: [0x61])
            }
        },
        Case(expected: #"{"a":"x","n":1,"b":true,"o":{},"l":[[],[]],"e":2}"#) { json in
            json.object { json in
                json.member("a", "x")
                json.member("left out", nil as String?)
                json.member("n", 1)
                json.member("left out", nil as Int?)
                json.member("b", true)
                json.object("o") { _ in }
                json.array("l", of: 0..<2) { json, _ in json.array { _ in } }
                json.member("e", 2)
            }
        },
        Case(expected: #"{"a\"b":{"raw":[1, 2]}}"#) { json in
            json.object { json in
                json.object("a\"b") { json in
                    json.key("raw")
                    json.json("[1, 2]".utf8)
                }
            }
        },
        Case(expected: #"{"a": [1, {"b": null}], "c": {}}"#, spacing: .blanks) { json in
            json.object { json in
                json.array("a", of: [1]) { json, number in
                    json.number(number)
                    json.object { json in
                        json.key("b")
                        json.null()
                    }
                }
                json.object("c") { _ in }
            }
        },
        Case(
            expected: """
                {
                  "a": 1,
                  "l": [{
                    "b": [true, "x"]
                  }, {}],
                  "o": {}
                }
                """, spacing: .lines
        ) { json in
            json.object { json in
                json.member("a", 1)
                json.array("l", of: [true, false]) { json, isFull in
                    json.object { json in
                        guard isFull else { return }
                        json.key("b")
                        json.array { json in
                            json.bool(true)
                            json.string("x")
                        }
                    }
                }
                json.object("o") { _ in }
            }
        },
        Case(expected: "{\"a\":[\n1,\n2],\n\"b\":[]}") { json in
            json.object { json in
                json.array("a", of: 1...2) { json, number in
                    json.lineBreak()
                    json.number(number)
                }
                json.lineBreak()
                json.array("b", of: [] as [Int]) { _, _ in }
            }
        },
    ])
    func writes(_ example: Case) throws {
        var json = JSONWriter(spacing: example.spacing)
        example.write(&json)
        #expect(json.text == example.expected)
        _ = try JSONDocument(parsing: json.bytes)
    }

    @Test func streamsTheSameBytes() {
        var json = JSONWriter()
        var streamed: [UInt8] = []
        json.beginObject()
        json.key("uses")
        json.beginArray()
        for number in 1...3 {
            json.number(number)
            streamed += json.takeBytes()
            #expect(json.bytes.isEmpty)
        }
        json.endArray()
        json.endObject()
        #expect(String(decoding: streamed + json.takeBytes(), as: UTF8.self) == #"{"uses":[1,2,3]}"#)
    }

    @Test func theErrorOfAClosureIsThrown() {
        struct Failure: Error {}
        var json = JSONWriter()
        #expect(throws: Failure.self) { try json.object { _ throws(Failure) in throw Failure() } }
    }
}
