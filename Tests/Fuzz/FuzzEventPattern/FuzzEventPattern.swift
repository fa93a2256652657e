import Diagnostics
import EventPatterns

/// Compiles what libFuzzer makes up: there is a pattern, or an error that lies inside the text. What compiles is tried on an
/// event, and the quick reading says the same as the plain one.
///
/// The input is a pattern; after a zero byte there may be an event.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventPattern(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let text = Array(input.prefix { $0 != 0 })
    do throws(PatternError) {
        let pattern = try EventPattern(parsing: SourceText(name: "fuzz", bytes: text))
        tryOut(pattern, on: Array(input.dropFirst(text.count + 1)))
        // A pattern is a JSON object, and so an event too.
        tryOut(pattern, on: text)
    } catch {
        precondition(
            0...text.count ~= error.range.lowerBound && error.range.upperBound <= text.count, "the error lies outside")
        precondition(!error.description.isEmpty)
        _ = error.awsMessage
    }
    return 0
}

private func tryOut(_ pattern: EventPattern, on text: [UInt8]) {
    // The quick reading passes over what no pattern asks for, broken or not, so only whole events are compared.
    guard let event = try? FlatEvent(parsing: text, valuesLimit: PatternMatcher.valuesLimit) else { return }
    var matcher = PatternMatcher(PatternSet([pattern]))
    precondition((try? matcher.match(text.span)) == pattern.matches(event), "the two readings differ")
}
