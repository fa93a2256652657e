import ConfigDocument
import Diagnostics
import Rules
import RulesCheck

/// Loads and checks what libFuzzer makes up as a rules file, YAML or JSON: there is a file or an error, every problem lies
/// inside the text and says something, and what is shown of the text is as long as it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRulesFile(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let source = SourceText(name: "fuzz.yaml", bytes: unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    let (file, problems) = RulesFile.load(source)
    precondition((file == nil) == problems.contains { $0.severity == .error }, "a file with errors, or none without")
    let check = RulesFileCheck(source)
    for problem in problems + check.problems {
        precondition(problem.range.lowerBound >= 0 && problem.range.upperBound <= count + 1, "the problem lies outside")
        precondition(!problem.message.isEmpty && !problem.excerpt.isEmpty)
        precondition(problem.source.bytes.count == count, "what is shown is not as long as the text")
    }
    return 0
}
