import Diagnostics
import RelayCore

/// Loads what libFuzzer makes up as a rules file: there is a file or an error, and every problem lies inside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRulesFile(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let source = SourceText(name: "fuzz.yaml", bytes: unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    let (file, problems) = RulesFile.load(source)
    precondition((file == nil) == problems.contains { $0.severity == .error }, "a file with errors, or none without")
    for problem in problems {
        precondition(problem.range.lowerBound >= 0 && problem.range.upperBound <= count + 1, "the problem lies outside")
        precondition(!problem.message.isEmpty)
    }
    return 0
}
