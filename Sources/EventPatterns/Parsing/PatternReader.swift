import Diagnostics

/// Reads the tokens of a pattern one by one, the way EventBridge's own parser does.
///
/// EventBridge reports the first mistake that its parser (Jackson) meets, with the place where the parser then stood.
/// To give the same answer, three of its habits are kept. A key is returned only when the token after its colon has
/// been read too, so a broken value is reported before an unknown key. A string is read to its end only when its value
/// is needed or it is skipped. And text after the closing brace is not read.
///
///     {"a": [{"EXISTS": true}]}
///                           ^ the parser's place when the key EXISTS turns out to be unknown
struct PatternReader {
    enum Token: Hashable {
        case beginObject, endObject, beginArray, endArray
        case key, string, number, `true`, `false`, null
        /// The text ended outside of any value.
        case end
    }

    private struct Context {
        let container: JSONMistake.Container
        let start: Int
        let startLocation: SourceLocation
        var hasEntries = false
    }

    let source: SourceText
    let text: PatternUnits
    /// The next unit to read.
    var index = 0
    private var line = 1
    private var lineStart = 0
    private var contexts: [Context] = []

    /// The token after a key, read together with it.
    private var pending: Token?
    /// A string whose opening quote has been read, and nothing more.
    var isInString = false
    /// The value of the string read last.
    var stringText: [UInt8] = []
    /// The key read last, escapes undone.
    private(set) var key: [UInt8] = []
    /// The units of the key read last, quotes included.
    private(set) var keyUnits = 0..<0
    /// The units of the token read last other than a key; of a string only the opening quote, until it is asked for.
    var tokenUnits = 0..<0

    init(_ source: SourceText) {
        self.source = source
        text = PatternUnits(source)
    }

    var units: [UInt16] { text.units }

    /// Whether no object or array is open.
    var isAtRoot: Bool { contexts.isEmpty }

    /// Where the parser stands.
    var location: SourceLocation { location(at: index) }

    func location(at index: Int) -> SourceLocation {
        SourceLocation(line: line, column: index - lineStart + 1)
    }

    /// An error that EventBridge reports at the place where the parser stands.
    func error(_ reason: PatternError.Reason, marking marked: Range<Int>, suggestion: String? = nil) -> PatternError {
        PatternError(
            reason, source: source, range: text.bytes(marked), reportedLocations: [location], suggestion: suggestion)
    }

    /// An error of the text as JSON, reported at a unit's place.
    func mistake(_ mistake: JSONMistake, marking marked: Range<Int>, at place: Int? = nil) -> PatternError {
        PatternError(
            .syntax(mistake), source: source, range: text.bytes(marked),
            reportedLocations: [location(at: place ?? index)])
    }

    /// The error of a unit that has been read and cannot stand where it does.
    func unexpected(_ expectation: JSONMistake.Expectation) -> PatternError {
        mistake(.unexpected(units[index - 1], expectation), marking: index - 1..<index, at: index - 1)
    }

    /// The error of a text that ends too early.
    func endOfInput(_ end: JSONMistake.EndOfInput) -> PatternError {
        mistake(.endOfInput(end), marking: index..<index)
    }

    // MARK: - Tokens

    /// Moves to the next token.
    mutating func next() throws(PatternError) -> Token {
        if let token = pending {
            pending = nil
            try enter(token)
            return token
        }
        if isInString { try skipString() }
        guard var unit = try nextUnit() else {
            guard let context = contexts.last else { return .end }
            throw mistake(
                .unclosed(context.container, start: context.startLocation), marking: context.start..<context.start + 1)
        }
        if unit == UInt16(ascii: "]") || unit == UInt16(ascii: "}") { return try close(unit) }
        guard let context = contexts.last else { return try value(unit) }
        if context.hasEntries {
            guard unit == UInt16(ascii: ",") else { throw unexpected(.comma(context.container)) }
            guard let following = try nextUnit() else { throw endOfInput(.between(context.container)) }
            unit = following
        }
        contexts[contexts.count - 1].hasEntries = true
        guard context.container == .object else { return try value(unit) }

        guard unit == UInt16(ascii: "\"") else { throw unexpected(.key) }
        let start = index - 1
        key = try string(.key)
        keyUnits = start..<index
        guard let colon = try nextUnit() else { throw endOfInput(.between(.object)) }
        guard colon == UInt16(ascii: ":") else { throw unexpected(.colon) }
        guard let first = try nextUnit() else { throw endOfInput(.between(.object)) }
        pending = try read(first)
        return .key
    }

    /// Reads a value's first token and enters it if it is an object or array.
    private mutating func value(_ unit: UInt16) throws(PatternError) -> Token {
        let token = try read(unit)
        try enter(token)
        return token
    }

    private mutating func enter(_ token: Token) throws(PatternError) {
        guard token == .beginObject || token == .beginArray else { return }
        let start = tokenUnits.lowerBound
        contexts.append(
            Context(
                container: token == .beginObject ? .object : .array, start: start, startLocation: location(at: start)))
        guard contexts.count <= EventPattern.depthLimit else {
            throw PatternError(.tooDeep, source: source, range: text.bytes(tokenUnits))
        }
    }

    private mutating func close(_ unit: UInt16) throws(PatternError) -> Token {
        let container = unit == UInt16(ascii: "]") ? JSONMistake.Container.array : .object
        tokenUnits = index - 1..<index
        guard let context = contexts.last else {
            throw mistake(.extraClose(container), marking: tokenUnits, at: index - 1)
        }
        guard context.container == container else {
            throw mistake(
                .mismatchedClose(unit, container: context.container, start: context.startLocation), marking: tokenUnits,
                at: index - 1)
        }
        contexts.removeLast()
        // Where the whole value began, so that it can be marked.
        tokenUnits = context.start..<index
        return container == .array ? .endArray : .endObject
    }

    private mutating func read(_ unit: UInt16) throws(PatternError) -> Token {
        tokenUnits = index - 1..<index
        switch unit {
        case UInt16(ascii: "\""):
            isInString = true
            return .string
        case UInt16(ascii: "["): return .beginArray
        case UInt16(ascii: "{"): return .beginObject
        case UInt16(ascii: "}"): throw unexpected(.valueNotClose)
        case UInt16(ascii: "t"): return try word("true", .true)
        case UInt16(ascii: "f"): return try word("false", .false)
        case UInt16(ascii: "n"): return try word("null", .null)
        case UInt16(ascii: "-"), UInt16(ascii: "0")...UInt16(ascii: "9"): return try number()
        default: throw try oddValue(unit)
        }
    }

    // MARK: - White space

    /// The next unit that is not white space, read; nil at the end.
    mutating func nextUnit() throws(PatternError) -> UInt16? {
        while index < units.count {
            let unit = units[index]
            index += 1
            switch unit {
            case UInt16(ascii: " "), UInt16(ascii: "\t"): continue
            case UInt16(ascii: "\n"): startLine()
            case UInt16(ascii: "\r"):
                if index < units.count, units[index] == UInt16(ascii: "\n") { index += 1 }
                startLine()
            case 0..<0x20: throw mistake(.illegalSpace(unit), marking: index - 1..<index)
            case UInt16(ascii: "/"): throw unexpected(.comment)
            default: return unit
            }
        }
        return nil
    }

    static func isSpace(_ unit: UInt16) -> Bool {
        unit == UInt16(ascii: " ") || unit == UInt16(ascii: "\t") || unit == UInt16(ascii: "\n")
            || unit == UInt16(ascii: "\r")
    }

    private mutating func startLine() {
        line += 1
        lineStart = index
    }
}

extension UInt16 {
    init(ascii scalar: Unicode.Scalar) {
        self = UInt16(UInt8(ascii: scalar))
    }
}

/// A pattern's text as UTF-16, the units in which EventBridge counts columns, with the byte that each begins at.
struct PatternUnits: Sendable {
    let units: [UInt16]
    /// One for each unit and one for the end. Both halves of a pair of surrogates have the character's own offset.
    private let offsets: [Int]

    init(_ source: SourceText) {
        var units: [UInt16] = []
        var offsets: [Int] = []
        units.reserveCapacity(source.bytes.count)
        offsets.reserveCapacity(source.bytes.count + 1)
        var offset = 0
        for scalar in String(decoding: source.bytes, as: UTF8.self).unicodeScalars {
            for unit in scalar.utf16 {
                units.append(unit)
                offsets.append(offset)
            }
            offset += scalar.utf8.count
        }
        offsets.append(offset)
        self.units = units
        self.offsets = offsets
    }

    func byteOffset(ofUnit index: Int) -> Int {
        offsets[min(max(index, 0), units.count)]
    }

    /// The bytes that a range of units covers.
    func bytes(_ range: Range<Int>) -> Range<Int> {
        let start = byteOffset(ofUnit: range.lowerBound)
        return start..<max(start, byteOffset(ofUnit: range.upperBound))
    }
}
