import Diagnostics
import InputTemplates
import JSONText
import Testing

/// Each bound, reached and passed by one.
struct TemplateLimitTests {
    @Test func pathsPerTransformer() {
        let paths = (0...InputTransformer.pathsLimit).map { (name: "p\($0)", path: "$.p") }
        #expect(InputTransformerTests.errors(paths: Array(paths.dropLast()), "{}").isEmpty)
        let reasons = InputTransformerTests.errors(paths: paths, "{}").map(\.reason)
        #expect(reasons == [.tooManyPaths(limit: InputTransformer.pathsLimit)])
    }

    @Test func charactersPerName() {
        let name = String(repeating: "n", count: InputTransformer.nameCharactersLimit)
        #expect(InputTransformerTests.errors(paths: [(name, "$.p")], "\"<\(name)>\"").isEmpty)
        let reasons = InputTransformerTests.errors(paths: [(name + "n", "$.p")], "{}").map(\.reason)
        #expect(reasons == [.nameTooLong(limit: InputTransformer.nameCharactersLimit)])
    }

    @Test(arguments: ["", "a.b", "a b", "é", "<"])
    func names(name: String) {
        #expect(InputTransformerTests.errors(paths: [(name, "$.p")], "{}").map(\.reason) == [.invalidName(name)])
    }

    /// Characters, not bytes.
    @Test(arguments: ["a", "é", "😀"])
    func charactersPerTemplate(character: String) {
        let text = String(repeating: character, count: InputTransformer.templateCharactersLimit - 2)
        #expect(InputTransformerTests.errors("\"\(text)\"").isEmpty)
        let reasons = InputTransformerTests.errors("\"\(text)a\"").map(\.reason)
        #expect(reasons == [.templateTooLong(limit: InputTransformer.templateCharactersLimit)])
    }

    @Test func charactersOfAConstant() throws {
        let longest = "\"" + String(repeating: "a", count: TargetInput.constantCharactersLimit - 2) + "\""
        #expect(throws: Never.self) { try TargetInput(input: longest) }
        #expect(throws: TargetInputError.inputTooLong(limit: TargetInput.constantCharactersLimit)) {
            try TargetInput(input: longest + " ")
        }
    }

    @Test func bytesOfABody() throws {
        let value = String(repeating: "v", count: InputTransformer.bodyBytesLimit / 4)
        let event = try JSONDocument(parsing: #"{"v": "\#(value)"}"#)
        func render(_ template: String) throws -> [UInt8] {
            try InputTransformer(inputPaths: [("v", "$.v")], template: SourceText(name: "", text: template))
                .render(event, variables: .sample())
        }
        #expect(try render("\"<v><v><v>\"").count == value.utf8.count * 3 + 2)
        let error = #expect(throws: RenderError.self) { try render("\"<v><v><v><v>\"") }
        #expect(error?.reason == .bodyTooLong(limit: InputTransformer.bodyBytesLimit))
    }

    /// The template and the value are each within the scanner's depth, the result is not.
    @Test func nestingOfABody() throws {
        let half = JSONScanner.depthLimit / 2 + 1
        let value = String(repeating: "[", count: half) + String(repeating: "]", count: half)
        let template = String(repeating: "[", count: half) + "<v>" + String(repeating: "]", count: half)
        let transformer = try InputTransformer(
            inputPaths: [("v", "$.v")], template: SourceText(name: "", text: template))
        let error = #expect(throws: RenderError.self) {
            try transformer.render(JSONDocument(parsing: "{\"v\": \(value)}"), variables: .sample())
        }
        guard case .invalidJSON(let cause) = error?.reason else {
            Issue.record("expected a refusal of the result's depth, not \(String(describing: error))")
            return
        }
        #expect(cause.reason == .tooDeep(limit: JSONScanner.depthLimit))
    }
}
