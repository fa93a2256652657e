import Diagnostics
import InputTemplates
import JSONText
import Testing

struct TargetInputTests {
    static let event = #"{ "id": "1", "detail": { "name": "a\"b", "list": [1, 2] } }"#

    static func render(_ input: TargetInput) throws -> String {
        String(decoding: try input.render(JSONDocument(parsing: event), variables: .sample()), as: UTF8.self)
    }

    @Test func theWholeEvent() throws {
        #expect(try Self.render(.event) == #"{"id":"1","detail":{"name":"a\"b","list":[1,2]}}"#)
    }

    @Test func aConstantStaysAsItIs() throws {
        #expect(try Self.render(TargetInput(input: #"{ "a": "<b>" }"#)) == #"{ "a": "<b>" }"#)
    }

    @Test(arguments: [
        ("$.detail.name", #""a\"b""#), ("$.detail.list", "[1,2]"), ("$.detail.list[*]", "[1,2]"),
        ("$", #"{"id":"1","detail":{"name":"a\"b","list":[1,2]}}"#),
    ])
    func aPart(path: String, expected: String) throws {
        #expect(try Self.render(TargetInput(inputPath: path)) == expected)
    }

    @Test func partThatIsMissing() throws {
        let error = #expect(throws: RenderError.self) { try Self.render(TargetInput(inputPath: "$.detail.none")) }
        #expect(error?.description == "input_path $.detail.none selects nothing in this event")
    }

    @Test func refusals() {
        let error = #expect(throws: TargetInputError.self) { try TargetInput(input: "{a: 1}") }
        #expect(error?.awsMessage(target: "t") == "Input for target t is not a valid JSON text.")
        #expect(
            error?.description == "input is not JSON: unexpected 'a', expected a key in double quotes or '}'")
        #expect(
            TargetInputError.severalInputs.awsMessage(target: "t")
                == "Only one of Input, InputPath, or InputTransformer must be provided for target t.")
        #expect(throws: JSONPathError.self) { try TargetInput(inputPath: "detail") }
    }
}
