import Diagnostics
import InputTemplates
import JSONText
import SlackMessages

/// Compiles what libFuzzer makes up as an input template and renders it: what comes of a JSON template is JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInputTemplate(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let paths = [(name: "a", path: "$.detail.a"), (name: "b", path: "$.detail.b"), (name: "c", path: "$.none")]
    guard
        let transformer = try? InputTransformer(inputPaths: paths, template: SourceText(name: "fuzz", bytes: text)),
        let event = try? JSONDocument(parsing: #"{"detail":{"a":"x\"\n<b>","b":[1,{"k":"\\"}]}}"#)
    else { return 0 }
    for placeholder in transformer.placeholders {
        precondition(0...count ~= placeholder.range.lowerBound && placeholder.range.upperBound <= count)
    }
    let variables = TemplateVariables(
        ruleName: "rule", ruleARN: "arn:aws:events:eu-west-1:111122223333:rule/rule",
        ingestionTime: "2026-03-02T11:02:20Z")
    for escaping in [JSONEscaping(), SlackEscaping()] as [any ValueEscaping] {
        let escaped = transformer.escaped(by: escaping)
        guard let body = try? escaped.render(event, variables: variables) else { continue }
        precondition(body == (try? escaped.render(event, variables: variables)), "a second body is another one")
        precondition(body.count <= InputTransformer.bodyBytesLimit, "longer than the limit")
        guard let first = text.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }), first == UInt8(ascii: "{")
        else { continue }
        precondition((try? JSONScanner.validate(body.span)) != nil, "a JSON template has rendered something else")
    }
    return 0
}
