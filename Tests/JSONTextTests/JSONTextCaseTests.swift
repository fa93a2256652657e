import Foundation
import JSONText
import Testing

/// A row of `fixtures/verdicts/json-texts.jsonl`: a text that a JSON parser must accept, must refuse, or may do either.
struct JSONTextCase: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    /// `accepted`, `refused` or `open`.
    let expect: String
    let text: String?
    /// Bytes that are not UTF-8, in hexadecimal.
    let hex: String?
    /// A text and how often it stands before `text`.
    let `repeat`: Repetition?

    struct Repetition: Decodable, Sendable {
        let text: String
        let count: Int

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            text = try values.decode(String.self)
            count = try values.decode(Int.self)
        }
    }

    var testDescription: String { id }

    var bytes: [UInt8] {
        if let hex {
            let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        }
        let start = `repeat`.map { String(repeating: $0.text, count: $0.count) } ?? ""
        return Array((start + (text ?? "")).utf8)
    }

    static func all(_ expect: String) throws -> [JSONTextCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../fixtures/verdicts/json-texts.jsonl").standardizedFileURL
        let decoder = JSONDecoder()
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try decoder.decode(JSONTextCase.self, from: Data($0.utf8)) }.filter { $0.expect == expect }
    }
}

struct JSONTextCaseTests {
    /// The cases in which relay does other than what is given as expected, of `accepted` and `refused`.
    static func faults(in cases: [JSONTextCase], expecting expect: String) -> [String] {
        cases.filter { item in
            let isValid = (try? JSONScanner.validate(item.bytes.span)) != nil
            let isParsed = (try? JSONDocument(parsing: item.bytes)) != nil
            return isValid != (expect == "accepted") || isParsed != isValid
        }.map(\.id)
    }

    @Test(arguments: [("accepted", 95), ("refused", 188), ("open", 35)])
    func holdsAllCases(expect: String, count: Int) throws {
        let cases = try JSONTextCase.all(expect)
        #expect(cases.count == count)
        #expect(Set(cases.map(\.id)).count == count)
    }

    @Test(arguments: ["accepted", "refused"])
    func relayDoesAsExpected(expect: String) throws {
        #expect(Self.faults(in: try JSONTextCase.all(expect), expecting: expect) == [])
    }

    /// The check can fail: held against the opposite, each case is reported.
    @Test(arguments: [("accepted", "refused"), ("refused", "accepted")])
    func eachFalsifiedCaseIsReported(expect: String, opposite: String) throws {
        let cases = try JSONTextCase.all(expect)
        #expect(Self.faults(in: cases, expecting: opposite) == cases.map(\.id))
    }

    /// What RFC 8259 leaves open may be accepted or refused, but answers the same in one piece and byte by byte.
    @Test(arguments: try JSONTextCase.all("open"))
    func answersWhatIsLeftOpen(_ item: JSONTextCase) {
        let text = item.bytes
        #expect(Scan.tokens(of: text, chunkSize: 1) == Scan.tokens(of: text, chunkSize: max(text.count, 1)))
    }
}
