import Diagnostics
import EventPatterns

/// Compiles what libFuzzer makes up, and shows the error: whatever the bytes, there is an answer and no crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventPattern(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(PatternError) {
        _ = try EventPattern(parsing: SourceText(name: "fuzz", bytes: text))
    } catch {
        precondition(0...count ~= error.range.lowerBound && error.range.upperBound <= count, "the error lies outside")
        precondition(!error.description.isEmpty)
        _ = error.awsMessage
    }
    return 0
}
